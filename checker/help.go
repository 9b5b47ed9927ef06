package main

import "fmt"

const help = `Checker runs your network program over real sockets and says what it found.

  checker                   where am I, what next
  checker LESSON...         check lessons; the first time, make work/LESSON
  checker watch [LESSON]    check on save; a key for each thing to see
  checker hint LESSON       one hint more for the failure explained last
  checker solution LESSON   your functions beside the reference's, once passed
  checker doctor            is this machine ready?
  checker reset LESSON      begin a lesson again; your old copy is kept
  checker wire -to ADDR     see and bend the bytes between two programs (wire -h)
  checker words             the words that checks are written in
  checker lint [LESSON...]  the rules of a lesson, for those who write one
  checker bench LESSON [DIR] how fast the reference is, and the program in DIR
  checker grade DIR         a class: DIR holds a folder or an archive a student
  checker compare LESSON DIR a student's program beside the reference: checks,
                            mistakes, the wire, speed, memory, code by function
  checker group LESSON DIR  a class by approach, and which programs are alike;
                            DIR holds a folder for each student; nothing is run
  checker report FORMAT FILE... saved results in another form; merge: parts of a class
  checker completion SHELL  completion for bash, zsh or fish

A lesson is named 7, 07, lesson07, or by its folder.

  --all            every lesson that is begun, a line each
  --only CHECK     run this check alone; with lint, the known programs whose
                   names begin so: --only right/
  --with PROGRAM   let your program meet another one, caller and server in turn;
                   PROGRAM is reference, or the folder of another program
  --seed N         repeat a run with the same random bytes, even if (cached)
  --program CMD    check a program in any language: --program 'python3 my.py'
  --work DIR       your copies are in DIR, or DIR is one
  --race           build with the race detector (needs a C compiler)
  -v, --verbose    the whole of the wire, not the 20 lines that matter
  --html FILE      also write a page: all failures, with diagrams; all lessons on one;
                   with compare and group: all of it, side by side
  --json           one JSON object a lesson
  --csv            with group: a line for each student and each pair
  --archive DIR    with group: another class, held against this one
  --report FORMAT=FILE  also write a report, with lessons, --all and grade; as
                   often as you like. FORMAT is json, csv (nbgrader's), junit,
                   class (a page of the class), gradescope, classroom50 or check50
  --student NAME   with --report: whose work it is; with report: only this student
  --lesson LESSON  with report: only this lesson
  --spoil          with solution: before the lesson is passed
  --rounds N       with bench and compare: how often each thing is measured
  --lessons LIST   with grade: 1-3,7 (without it, all lessons)
  --points FILE    with grade and reports: {"lesson01": {"2-two-callers": 3}}; else 1 a check
  --out DIR        with grade: results are kept in DIR (grades), and not judged again
  -j, --jobs N     with grade: so many programs at the same time (one a processor)
  --shard I/N      with grade: one of N parts of the class, 0/N to N-1/N
  --trust          with grade and compare: without a sandbox
  --color WHEN     auto, always or never; NO_COLOR is heeded too
  --lang LANGUAGE  en or zh; else what LC_ALL, LC_MESSAGES or LANG say
  --soak N         with lint: each known program N times, with busy processors,
                   few descriptors or a slow disk, and 1, 2 or 8 processors
  --matrix         with lint: known wrong programs against checks
  --mutants        with lint: change the solution in one place after another,
                   and see that a check fails each time; --only WORDS takes
                   the changes whose names hold the words

Exit status: 0 all passed, 1 some check failed, 2 the command line is wrong,
3 the checker or the machine could not judge. With grade: 0 all were judged,
whatever the verdicts, 3 some could not be.

A session:

  $ checker lesson01
  work/lesson01-phone-call is yours now. Its text is lessons/lesson01-phone-call/README.md.
  ...
  $ edit work/lesson01-phone-call/server.go
  $ checker lesson01
`

// help prints how to use a command. A language that is not known leaves it
// English.
func (a *app) help(text string) {
	_ = a.speak() // help is given in any case
	fmt.Fprint(a.out, a.words.In(text))
}

const wireHelp = `Checker wire stands between two programs, shows what they say, and bends it.

  checker wire [-listen ADDR] -to ADDR [flags]

Callers come to -listen, and what they say goes to the server at -to. It ends
with Ctrl-C. An address is HOST:PORT, or the path of a Unix socket, with a slash.

  -listen ADDR     where callers come in (127.0.0.1:0, any free port)
  -network NET     tcp, udp or unix
  -frames KIND     divide what is said: struct (lesson12), json (lesson13 and
                   lesson17) or ftp (lesson14)
  -once            end when the first connection is over
  -pcap FILE       also write what is passed on to a file for tcpdump or Wireshark
  -v, -verbose     all bytes of what is long
  -color WHEN      auto, always or never
  -lang LANGUAGE   en or zh

To bend a stream:
  -split N         pieces of N bytes, each sent when the last one has been read
  -join TIME       hold what comes for so long, and send it together
  -cut N           end the connection behind N bytes of one direction
  -reset           with -cut: by a reset
To bend datagrams:
  -drop SHARE      lose some of them, from 0 to 1
  -seed N          with -drop: lose the same ones again
  -double          send each twice
  -swap            let two that follow each other change places
To bend both:
  -delay TIME      everything arrives so much later
  -way WAY         bend both directions, or only call or serve

Exit status: 0 it has ended, 2 the command line is wrong, 3 it cannot listen.

A session, beside a server at 127.0.0.1:8080:

  $ checker wire -listen 127.0.0.1:9000 -to 127.0.0.1:8080 -split 1
  listening on 127.0.0.1:9000
  ...
  $ go run . call -addr 127.0.0.1:9000
`
