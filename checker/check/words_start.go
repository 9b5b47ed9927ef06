package check

import (
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// start starts the program in one of its two parts, by its first word.
func (s *script) start(role, word, told string, args []string) {
	s.role, s.told, s.typed, s.store.request, s.ceiling = role, told, nil, tutor.Request{}, 0
	words := append([]string{word}, args...)
	if flagValue(args, "-addr") == "" && flagValue(args, "-contacts") == "" {
		words = append([]string{word, "-addr", told}, args...)
	}
	var env []string
	for _, name := range []string{"GOGC", "GOMAXPROCS", "TZ"} { // what a script may set with env
		if value := s.ts.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	b := s.binary
	if role == "call" && s.caller != nil {
		b = *s.caller
	}
	s.started, s.typedAt, s.heeded = time.Now(), time.Time{}, 0
	p, err := b.Start(program.Options{
		Args: words, Dir: s.dir, Env: env, Stdin: role == "call" || s.check.Types, Notify: s.bell.ring,
		Threads: s.throng.threads, Data: inGiB(flagValue(args, "-max")), MaxFile: s.store.maxFile, Terminal: s.store.onTerminal,
	})
	if errors.Is(err, program.ErrNoTerminal) {
		s.stop(Skip, "%v", err)
	}
	if p != nil && p.Stderr != nil && err == nil {
		s.prog = p
		s.running = append(s.running, p)
	}
	if err != nil {
		s.unknown("the program cannot be started: %v", err)
	}
	s.log.Note("", "checker", "starts "+strings.Join(words, " "))
}

// flagValue returns the word behind a flag, or "".
func flagValue(args []string, flag string) string {
	for i, arg := range args[:max(len(args)-1, 0)] {
		if arg == flag {
			return args[i+1]
		}
	}
	return ""
}

// inGiB returns the bytes of so many GiB, or 0 for another unit: a program may lay
// out room for a reply of -max bytes at its start.
func inGiB(size string) int64 {
	number, ok := strings.CutSuffix(size, "GiB")
	n, err := strconv.ParseInt(number, 10, 16)
	if !ok || err != nil {
		return 0
	}
	return 3 * n << 30
}

func (s *script) serve(args []string) { s.serveAs("serve", args) }

// serveAs starts the program as a server by its first word, and waits until it
// says where it listens.
func (s *script) serveAs(word string, args []string) {
	if !s.gate.wait(s.check.Name) {
		s.stop(Skip, "%s", Needs+s.gate.pilot)
	}
	told := flagValue(args, "-addr")
	if told == "" {
		told = "127.0.0.1:0"
	}
	if s.network = flagValue(args, "-network"); s.network == "" {
		s.network = "tcp"
	}
	s.start("serve", word, told, args)
	s.served = s.prog
	addr, ok := "", false
	o := s.await(func() bool {
		_, over := s.prog.Status()
		addr, ok = s.prog.Listening()
		return ok || over
	})
	if !ok && s.stolen() {
		s.collided = true
		s.unknown("%s is taken by another program", told)
	}
	if !ok {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotListening}, "%s %s before it said where it listens", word, s.doing(o))
	}
	if s.network == "unix" {
		addr, told = "unix:0", "unix:0" // there is no port
	}
	if s.addr = s.reachedAt(told, addr); s.network == "unix" {
		s.addr = s.told
	}
	s.counted()
	s.sockets, _, _ = s.prog.Descriptors() // unseen: a rule less
	s.gate.pass(s.check.Name, true)
}

// reachedAt returns where the server can be called that was told one address and
// says another: the port is its own, for who is told port 0 chooses one.
func (s *script) reachedAt(told, said string) string {
	host, _, err := net.SplitHostPort(told)
	_, port, err2 := net.SplitHostPort(said)
	e := tutor.Evidence{Kind: tutor.NotListening, Fault: "port"}
	if err != nil || err2 != nil {
		s.fail(e, "the line says \"listening on %s\"; want HOST:PORT there", said)
	}
	if n, err := net.LookupPort("tcp", port); (err != nil || n == 0) && s.network != "unix" {
		s.fail(e, "the line says \"listening on %s\"; want a port there that can be called", said)
	}
	return net.JoinHostPort(host, port)
}

// counted notes which processes the program consists of, and what memory it has
// used so far, and bounds them all.
func (s *script) counted() {
	if _, used, err := s.prog.Memory(); err == nil && (s.base == 0 || used < s.base) {
		s.base = used // a caller may have read a file before it was ready: the least of all starts
	}
	if err := s.prog.Settle(program.Options{Threads: s.throng.threads, Data: inGiB(flagValue(s.prog.Args, "-max")), MaxFile: s.store.maxFile}); err != nil {
		s.unknown("the program cannot be bounded: %v", err)
	}
}

// doing says in words what the program did when waiting for it ended.
func (s *script) doing(o outcome) string {
	if status, over := s.prog.Status(); over {
		return "ended (" + status.String() + ")"
	}
	switch o {
	case spinning:
		return "kept the processor busy"
	case late:
		return "was still at work"
	}
	return "slept"
}

func (s *script) call(args []string) {
	told := flagValue(args, "-addr")
	if told == "" {
		told = flagValue(args, "-contacts") // which name addresses
	}
	if told == "" {
		told = s.checkersAddr()
	}
	s.start("call", "call", told, args)
}

// checkersAddr returns where the checker itself can be called.
func (s *script) checkersAddr() string {
	if s.listener != nil {
		return s.listener.Addr()
	}
	if s.between != "" {
		return s.between
	}
	if len(s.order) == 0 {
		s.misuse("call has nobody to call; listen or socket comes first")
	}
	return s.box(s.order[len(s.order)-1]).Addr().String()
}

func (s *script) typeLines(args []string) { s.typeText(args, strings.Join(args, "\n")+"\n") }

// typeText types a text, which holds these lines.
func (s *script) typeText(args []string, text string) {
	s.typed = append(s.typed, args...)
	s.together = max(s.together, len(args))
	s.typedAt = time.Now()
	s.log.Note("", "checker", "types "+strings.Join(quoted(args), " "))
	err := s.process().Type(text)
	if err != nil && !errors.Is(err, syscall.EPIPE) && !errors.Is(err, os.ErrClosed) { // it has ended: a later word says so
		s.unknown("typing: %v", err)
	}
}

func quoted(texts []string) []string {
	var all []string
	for _, text := range texts {
		if len(text) > 40 {
			text = text[:40] + "..."
		}
		all = append(all, strconv.Quote(text))
	}
	return all
}

func (s *script) endInput(last []string) {
	if len(last) > 0 {
		s.typeText(last, last[0])
	}
	s.log.Note("", "checker", "ends the input")
	_ = s.process().EndInput() // the program may have ended already
}

func (s *script) logs(texts []string) {
	p := s.process()
	missing := func() string {
		stderr := s.news()
		for _, t := range texts {
			if !strings.Contains(stderr, strings.ToLower(t)) {
				return t
			}
		}
		return ""
	}
	o := s.await(func() bool { return missing() == "" })
	word := missing()
	if o == reached || word == "" {
		return
	}
	e := tutor.Evidence{Kind: tutor.NoWords, Conn: s.lastConn()}
	if caller := s.callerFrom(word); caller != "" {
		if other := turnedRound(word); holds(logged(string(p.Stderr.Bytes())), other) {
			s.failOn(o, e, "standard error does not say %q, the port of %s; it says %q, which is that number with its two bytes in the other order", word, caller, other)
		}
		s.failOn(o, e, "standard error does not say %q, the port of %s", word, caller)
	}
	if s.ownAddress(word) {
		e.Want = []byte(word)
		s.failOn(o, e, "standard error does not say %q, of the address where the call came in", word)
	}
	s.failOn(o, e, "standard error does not say %q", word)
}
