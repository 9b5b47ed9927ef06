package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
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
		built = fmt.Sprintf("  built in %.2f s, all done in %.2f s", r.Build.Seconds, r.Seconds)
	}
	name := r.Dir
	if a.program != "" {
		name = a.program
	}
	fmt.Fprintf(a.out, "%s  %s%s\n", a.paint.head(l.Short()), printable(name), a.paint.dull(built))
}

// withFolder puts the learner's folder before the file names of the
// compiler's messages, so that an editor finds them.
func (a *app) withFolder(output, dir string) string {
	var lines []string
	for line := range strings.Lines(printable(output)) {
		name, _, ok := strings.Cut(line, ".go:")
		if ok && !strings.ContainsAny(name, " \t/") {
			line = filepath.Join(dir, name) + line[len(name):]
		}
		lines = append(lines, strings.TrimRight(line, "\n"))
	}
	return strings.Join(lines, "\n")
}

// list shows every check in a line, and those that were skipped for the same
// reason in one.
func (a *app) list(checks []check.Check) {
	sign := map[check.Verdict]string{
		check.Pass: a.paint.good("✓"), check.Fail: a.paint.bad("✗"), check.Unknown: a.paint.bad("?"),
	}
	skipped := map[string]int{}
	for _, c := range checks {
		if c.Verdict == check.Skip {
			skipped[c.Reason]++
			continue
		}
		fmt.Fprintf(a.out, "%s%s %d  %s\n", margin, sign[c.Verdict], c.Step, c.Claim)
	}
	for _, reason := range slices.Sorted(maps.Keys(skipped)) {
		fmt.Fprintf(a.out, "%s%s\n", margin, a.paint.dull(fmt.Sprintf("– %d skipped: %s", skipped[reason], reason)))
	}
	fmt.Fprintln(a.out)
}

// problem says why nothing, or not everything, could be judged.
func (a *app) problem(r *check.Result) {
	unknown := func(c check.Check) bool { return c.Verdict == check.Unknown }
	if r.Problem == "" && !slices.ContainsFunc(r.Checks, unknown) {
		fmt.Fprintln(a.out, "There is nothing to judge yet.")
		return
	}
	fmt.Fprintln(a.out, "This could not be judged. It is not your program's failure.")
	if r.Problem != "" {
		fmt.Fprint(a.out, indent(margin, printable(r.Problem)))
	}
	said := map[string]bool{}
	for _, c := range r.Checks {
		if c.Verdict == check.Unknown && !said[c.Reason] {
			fmt.Fprint(a.out, indent(margin, c.Name+": "+printable(c.Reason)))
			said[c.Reason] = true
		}
	}
	if advice := advise(fmt.Sprint(r.Problem, r.Checks)); advice != "" {
		fmt.Fprint(a.out, indent(margin, advice))
	}
}

// advise says what to do about a problem of the machine.
func advise(problem string) string {
	for _, known := range []struct{ sign, advice string }{
		{"no space left", "The disk is full. Make room, or set TMPDIR to a folder on another disk."},
		{"not in PATH", "Install Go, or put its bin folder into PATH."},
		{"/proc", "Mount /proc, or check on a Linux machine: some checks must see the program's sockets."},
		{"does not show the program's sockets", "Allow netlink sockets (sock_diag), or check on a Linux machine."},
		{"C compiler", "The race detector needs a C compiler. Install gcc, or leave --race out."},
		{"permission denied", "Look at who may read and write the folder named above; TMPDIR must also allow programs to run (not noexec)."},
		{"read-only file system", "Set TMPDIR, and --work, to folders that can be written to."},
		{"too many open files", "Raise the limit of open files: ulimit -n 1024."},
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
	fmt.Fprintf(a.out, "%s %s: %s\n\n", a.paint.bad("✗"), a.paint.head(c.Name), c.Claim)
	fmt.Fprint(a.out, indent(margin, wrap(printable(f.Message)+".", width)))
	a.section("the wire", transcript(f.Wire, framedSide(f), f.Frames)+difference(f))
	a.section("where your program stood", places(f.Where, r.Dir))
	if f.Stderr != "" {
		a.section("its last words on standard error", indent("", printable(f.Stderr)))
	}
	title := "the mistake: " + f.Mistake
	if f.Mistake == "" {
		title = "not sure which mistake this is"
	}
	explain := wrap(f.Explain, width)
	for _, x := range f.Experiments {
		explain += "\n" + wrap("Tried on your program: "+x, width)
	}
	a.section(title, explain+"\n")
	a.section("what now", a.whatNow(l, c))
	return nil
}

func (a *app) section(title, text string) {
	if strings.TrimSpace(text) != "" {
		fmt.Fprintf(a.out, "\n%s%s\n%s", margin, a.paint.head(title), indent(margin+margin, text))
	}
}

func places(all []program.Place, dir string) string {
	var b strings.Builder
	for _, p := range all {
		fmt.Fprintf(&b, "%s at %s:%d", p.Func, filepath.Join(dir, p.File), p.Line)
		if p.In != "" {
			fmt.Fprintf(&b, ", in %s", p.In)
		}
		fmt.Fprintf(&b, " (%s)", p.State)
		if p.Also > 0 {
			fmt.Fprintf(&b, ", and %d more there", p.Also)
		}
		fmt.Fprintf(&b, "\n  → %s\n", p.Source)
	}
	return printable(b.String())
}

// whatNow names the text to read and the command to repeat the check.
func (a *app) whatNow(l lesson.Lesson, c *check.Check) string {
	text := "read   " + shortPath(l.Readme())
	if steps, err := l.Steps(); err == nil {
		for _, s := range steps {
			if s.Number == c.Step {
				text += fmt.Sprintf(", \"%d. %s\"", s.Number, s.Title)
			}
		}
	}
	text += "\nagain  " + self() + " " + strings.TrimPrefix(c.Failure.Rerun, "checker ")
	return text + "\n" + a.byHand(l, c.Failure)
}

// byHand says how to see a failure without the checker: the program in one
// terminal, and the reference as its peer in another.
func (a *app) byHand(l lesson.Lesson, f *check.Failure) string {
	if f.Mistake == "not-written-yet" {
		return ""
	}
	run := "cd " + quote(shortPath(a.dir)) + " && go run ."
	if a.program != "" {
		run = a.program
	}
	if f.Role == "run" {
		var words []string
		for _, word := range f.Words {
			words = append(words, quote(word))
		}
		return "by hand\n  " + run + " " + strings.Join(words, " ") + "\n"
	}
	peer := "cd " + quote(shortPath(l.Solution())) + " && go run ."
	words := ""
	checks, _ := l.Checks() // they were read before
	if slices.ContainsFunc(checks, func(c lesson.Check) bool { return c.Words }) {
		words = " hello"
	}
	key := ""
	if slices.Contains(f.Words, "-key-file") {
		file, _ := filepath.Abs(filepath.Join(a.dir, "key")) // the text says how to make it
		key = " -key-file " + quote(file)
	}
	first, second := run+" serve"+key, peer+" call"+key+words
	if f.Role == "call" {
		first, second = peer+" serve"+key, run+" call"+key+words
	}
	return fmt.Sprintf("by hand, in two terminals\n  %s\n  %s\n", first, second)
}

// self returns how this command was started: by name, or by go run.
func self() string {
	if strings.Contains(filepath.ToSlash(os.Args[0]), "/go-build") {
		return "go run ./checker"
	}
	return "checker"
}
