package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/report"
)

const (
	margin = "  "
	width  = 78 // of the terminal that every output fits into
)

// print tells a person what came of a lesson.
func (a *app) print(w lesson.Workshop, l lesson.Lesson, r *check.Result) error {
	a.dir = r.Dir
	a.heading(l, r)
	if r.Problem != "" {
		a.problem(r)
		return nil
	}
	if !r.Build.OK {
		fmt.Fprint(a.out, indent("", a.withFolder(r.Build.Output, r.Dir)))
		return nil
	}
	if a.with != "" {
		return a.printWith(l, r)
	}
	a.list(r.Checks)
	if c := r.FirstFailure(); c != nil {
		return a.failure(l, r, c)
	}
	if r.Verdict == check.Unknown && len(r.Experiments) == 0 {
		a.problem(r)
		return nil
	}
	return a.next(w, l, r)
}

func (a *app) heading(l lesson.Lesson, r *check.Result) {
	if r.Dir == "" {
		fmt.Fprintf(a.out, "%s\n", a.paint.head(l.Name))
		return
	}
	built := ""
	if r.Build.OK && r.Build.Seconds > 0 {
		built = a.words.Sprintf("  built in %.2f s, all done in %.2f s", r.Build.Seconds, r.Seconds)
	}
	if r.Cached {
		built = a.words.In("  (cached)")
	}
	name := r.Dir
	if a.program != "" {
		name = a.program
	}
	fmt.Fprintf(a.out, "%s  %s%s\n", a.paint.head(l.Short()), report.Printable(name), a.paint.dull(built))
}

// withFolder puts the learner's folder before the file names of the
// compiler's messages, so that an editor finds them.
func (a *app) withFolder(output, dir string) string {
	var lines []string
	for line := range strings.Lines(report.Printable(output)) {
		name, _, ok := strings.Cut(line, ".go:")
		if ok && !strings.ContainsAny(name, " \t/") {
			line = filepath.Join(dir, name) + line[len(name):]
		}
		lines = append(lines, strings.TrimRight(line, "\n"))
	}
	return strings.Join(lines, "\n")
}

// list shows every check in a line, and those that were skipped for the same
// reason in one. Where nothing failed, problem says why checks are not judged.
func (a *app) list(checks []check.Check) {
	sign := map[check.Verdict]string{
		check.Pass: a.paint.good("✓"), check.Fail: a.paint.bad("✗"), check.Unknown: a.paint.bad("?"),
	}
	failed := false
	for _, c := range checks {
		failed = failed || c.Verdict == check.Fail
		if c.Verdict != check.Skip {
			fmt.Fprintf(a.out, "%s%s %d  %s\n", margin, sign[c.Verdict], c.Step, a.words.In(c.Claim))
		}
	}
	a.reasons("– %d skipped: %s", check.Skip, checks)
	if failed {
		a.reasons("? %d could not be judged: %s", check.Unknown, checks)
	}
	fmt.Fprintln(a.out)
}

// reasons says each reason for a verdict once, with the number of its checks. Of
// a reason of several lines it says the first.
func (a *app) reasons(format string, v check.Verdict, checks []check.Check) {
	number := map[string]int{}
	for _, c := range checks {
		if c.Verdict == v {
			first, _, _ := strings.Cut(c.Reason, "\n")
			number[first]++
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(number)) {
		said := report.Printable(a.words.In(fmt.Sprintf(format, number[reason], reason)))
		fmt.Fprint(a.out, indent(margin, a.paint.dull(wrap(said, width))))
	}
}

// problem says why nothing, or not everything, could be judged.
func (a *app) problem(r *check.Result) {
	unknown := func(c check.Check) bool { return c.Verdict == check.Unknown }
	if r.Problem == "" && !slices.ContainsFunc(r.Checks, unknown) {
		a.say("There is nothing to judge yet.\n")
		return
	}
	a.say("This could not be judged. It is not your program's failure.\n")
	if r.Problem != "" {
		fmt.Fprint(a.out, indent(margin, report.Printable(a.words.In(r.Problem))))
	}
	said := map[string]bool{}
	for _, c := range r.Checks {
		if c.Verdict == check.Unknown && !said[c.Reason] {
			fmt.Fprint(a.out, indent(margin, c.Name+": "+report.Printable(a.words.In(c.Reason))))
			said[c.Reason] = true
		}
	}
	if advice := advise(fmt.Sprint(r.Problem, r.Checks)); advice != "" {
		fmt.Fprint(a.out, indent(margin, a.words.In(advice)))
	}
}

// advise says what to do about a problem of the machine.
func advise(problem string) string {
	for _, known := range []struct{ sign, advice string }{
		{"too many open files", "Raise the limit of open files: ulimit -n 1024."},
		{"no space left", "The disk is full. Make room, or set TMPDIR to a folder on another disk."},
		{"not in PATH", "Install Go, or put its bin folder into PATH."},
		{"/proc", "Mount /proc, or check on a Linux machine: some checks must see the program's sockets."},
		{"does not show the program's sockets", "Allow netlink sockets (sock_diag), or check on a Linux machine."},
		{"C compiler", "The race detector needs a C compiler. Install gcc, or leave --race out."},
		{"permission denied", "Look at who may read and write the folder named above; TMPDIR must also allow programs to run (not noexec)."},
		{"read-only file system", "Set TMPDIR, and --work, to folders that can be written to."},
		{"(ulimit", "Raise this limit, or ask who looks after the machine."},
		{"loopback network", "Turn the loopback interface on (on Linux: ip link set lo up)."},
		{"too slow", "Other work keeps this machine busy. Try again when it is done."},
	} {
		if strings.Contains(problem, known.sign) {
			return known.advice
		}
	}
	return ""
}

// failure explains the first check that failed.
func (a *app) failure(l lesson.Lesson, r *check.Result, c *check.Check) error {
	f := c.Failure
	fmt.Fprintf(a.out, "%s %s: %s\n\n", a.paint.bad("✗"), a.paint.head(c.Name), a.words.In(c.Claim))
	fmt.Fprint(a.out, indent(margin, wrap(report.Printable(a.words.Sentence(f.Message)), width)))
	a.section("the wire", a.wire(f))
	if f.Racy != nil {
		all := f.WhenPassed()
		a.section("the wire when it passed", a.transcript(all, len(all)-1))
	}
	a.section("where your program stood", places(report.Places(a.words, f, r.Dir)))
	if f.Stderr != "" {
		a.section("its last words on standard error", indent("", report.Printable(a.lastWords(f.Stderr))))
	}
	a.section("tried on your program", a.tried(f.Experiments))
	a.mistake(f)
	a.section("what now", a.whatNow(l, c))
	return nil
}

// mistake names the mistake and explains it.
func (a *app) mistake(f *check.Failure) {
	title := "the mistake: " + f.Mistake
	if f.Mistake == "" {
		title = "not sure which mistake this is"
	}
	a.section(title, wrap(a.words.In(f.Explain), width)+"\n")
}

// brief tells what came of a lesson in as few rows as a small terminal has.
func (a *app) brief(w lesson.Workshop, l lesson.Lesson, r *check.Result) error {
	c := r.FirstFailure()
	if c == nil || !r.Build.OK {
		return a.print(w, l, r)
	}
	a.dir = r.Dir
	fmt.Fprintf(a.out, "%s %s\n%s\n", a.paint.bad("✗"), a.paint.head(c.Name), indent(margin, wrap(a.words.In(c.Claim), width)))
	fmt.Fprint(a.out, indent(margin, wrap(report.Printable(a.words.Sentence(c.Failure.Message)), width)))
	a.section("where your program stood", places(report.Places(a.words, c.Failure, r.Dir)))
	a.mistake(c.Failure)
	return nil
}

// wire returns the transcript of a failure, and below it the first difference.
func (a *app) wire(f *check.Failure) string {
	text := a.transcript(f.Transcript())
	if d := report.Difference(a.words, f, rowBytes); d != "" {
		text += "\n" + d
	}
	return text
}

// wireOf shows what came over the wire in the first failure.
func (a *app) wireOf(r *check.Result) {
	if c := r.FirstFailure(); c != nil {
		a.section("the wire", a.wire(c.Failure))
	}
}

// tried lists the experiments, each from a line of its own.
func (a *app) tried(experiments []string) string {
	var b strings.Builder
	for _, x := range experiments {
		b.WriteString(wrap(report.Printable(a.words.In(x)), width) + "\n")
	}
	return b.String()
}

func (a *app) section(title, text string) {
	if strings.TrimSpace(text) != "" {
		fmt.Fprintf(a.out, "\n%s%s\n%s", margin, a.paint.head(a.words.In(title)), indent(margin+margin, text))
	}
}

// lastWords returns the end of what a program said on standard error. Only what
// the checker itself says of it is put into another language.
func (a *app) lastWords(said string) string {
	first, rest, more := strings.Cut(said, "\n")
	if more && strings.HasPrefix(first, "[") {
		return a.words.In(first) + "\n" + rest
	}
	return said
}

func places(all []report.Place) string {
	var b strings.Builder
	for _, p := range all {
		fmt.Fprintf(&b, "%s\n  → %s\n", p.At, p.Source)
	}
	return report.Printable(b.String())
}
