package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
	"socketworkshop/checker/program"
	"socketworkshop/checker/report"
	"socketworkshop/checker/wire"
)

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context()) },
	}
}

// A probe looks at one thing that the workshop uses of a machine.
type probe struct {
	name string
	look func(context.Context) (string, error) // what there is
	must bool                                  // nothing can be judged without it
	lost string                                // what is lost without it
	cure string                                // how to get it
}

func (a *app) probes() []probe {
	return []probe{
		{"Go", goVersion, true, "Nothing can be built.", "Install Go 1.26 or newer from https://go.dev/dl, and put its bin folder into PATH."},
		{"a whole lesson", a.wholeLesson, true, "Programs cannot be judged here.", "The line above says what is in the way."},
		{"/proc", procFolder, false, "What a program does is not seen: some checks end as unknown.", "Mount /proc, or work on a Linux machine, a virtual one or a container."},
		{"IPv6", listens("tcp6", "[::1]:0"), false, "lesson03 over tcp6 is skipped.", "Turn IPv6 on for the loopback interface (on Linux: sysctl net.ipv6.conf.lo.disable_ipv6=0)."},
		{"Unix sockets", unixSockets, false, "lesson03 over Unix sockets fails.", "Use a system and a folder for temporary files (TMPDIR) that have them."},
		{"descriptors", descriptors, false, "lesson16 tries fewer callers at once than 10,000.", "Raise the limit: ulimit -n 25000, or the hard limit in limits.conf(5)."},
		{"processors", processors, false, "Checks run one after another, and take longer.", "Give the machine a second processor."},
		{"the clock", clock, false, "lesson06 compares times with the machine's.", "Set the clock."},
		{"time zones", zones, false, "lesson06 in other zones is skipped.", "Install the zone files (the package tzdata)."},
		{"a terminal", terminal, false, "lesson14's progress bar is not checked.", "Mount devpts, or run outside of the container."},
		{"python3", command("python3", "--version"), false, "The peers in Python that the texts show, and known programs in Python, cannot be run.", "Install Python 3."},
		{"cgo", compiler, false, "checker --race cannot build.", "Install gcc, or another C compiler that CC names."},
	}
}

// doctor tells what this machine has, and for what it lacks what that costs.
func (a *app) doctor(ctx context.Context) error {
	for _, p := range a.probes() {
		found, err := p.look(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			a.probed(a.paint.good("✓"), p, found)
			continue
		case p.must:
			a.status = statusUnknown
			a.probed(a.paint.bad("✗"), p, err.Error())
		default:
			a.probed(a.paint.dull("–"), p, err.Error())
		}
		fmt.Fprint(a.out, indent(strings.Repeat(" ", 17), wrap(a.words.In(p.lost+" "+p.cure+" "+advise(err.Error())), width-17)))
	}
	fmt.Fprintln(a.out)
	if a.status == statusPass {
		a.say("This machine is ready: %s lesson01\n", self())
		return nil
	}
	a.say("This machine cannot judge programs yet.\n")
	return errJudged
}

// probed prints what came of a probe, or why nothing did.
func (a *app) probed(sign string, p probe, found string) {
	fmt.Fprintf(a.out, "%s %s %s\n", sign, language.Pad(a.words.In(p.name), 14), report.Printable(a.words.In(found)))
}

func goVersion(ctx context.Context) (string, error) {
	out, err := goEnv(ctx, "GOVERSION", "GOCACHE")
	if err != nil {
		return "", err
	}
	version, cache, _ := strings.Cut(strings.TrimSpace(out), "\n")
	var major, minor int
	if n, _ := fmt.Sscanf(version, "go%d.%d", &major, &minor); n == 2 && (major < 1 || major == 1 && minor < 26) {
		return "", fmt.Errorf("%s, want go1.26 or newer", version)
	}
	return fmt.Sprintf("%s, build cache in %s", version, cache), nil
}

// goEnv returns what the go command says of these settings, a line each.
func goEnv(ctx context.Context, names ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"env"}, names...)...)
	if root := program.GoRoot(); root != "" {
		cmd.Env = append(os.Environ(), "GOROOT="+root)
	}
	out, err := cmd.Output()
	return string(out), err
}

// wholeLesson checks the first lesson's solution, twice: what the first build
// took is in the build cache for the second.
func (a *app) wholeLesson(ctx context.Context) (string, error) {
	w, err := a.workshop()
	if err != nil {
		return "", err
	}
	l, err := w.Lesson("1")
	if err != nil {
		return "", err
	}
	var took float64
	for range 2 {
		r, err := check.Run(ctx, l, check.Options{Dir: l.Solution(), Seed: a.seed})
		if err != nil {
			return "", err
		}
		if r.Verdict != check.Pass {
			return "", unjudged(r)
		}
		took = r.Seconds
	}
	return fmt.Sprintf("lesson01's solution is built and judged in %.1f s", took), nil
}

// unjudged says which check of a right program came to what other verdict.
func unjudged(r *check.Result) error {
	if !r.Build.OK {
		return fmt.Errorf("lesson01's solution does not build: %s", r.Build.Output)
	}
	for _, c := range r.Checks {
		if c.Verdict == check.Fail {
			return fmt.Errorf("lesson01's solution fails %s: %s", c.Name, c.Failure.Message)
		}
		if c.Verdict == check.Unknown {
			return fmt.Errorf("%s is unknown: %s", c.Name, c.Reason)
		}
	}
	return errors.New("lesson01's solution does not pass")
}

func procFolder(context.Context) (string, error) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		return "", fmt.Errorf("not on this system (%s)", runtime.GOOS)
	}
	return "shows processes and their sockets", nil
}

func listens(network, addr string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) {
		ln, err := net.Listen(network, addr)
		if err != nil {
			return "", err
		}
		return "can listen at " + ln.Addr().String(), ln.Close()
	}
}

func unixSockets(ctx context.Context) (string, error) {
	dir, err := os.MkdirTemp("", "doctor")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	if _, err := listens("unix", filepath.Join(dir, "socket"))(ctx); err != nil {
		return "", err
	}
	return "can listen at a path", nil
}

const manyDescriptors = 21_000 // both ends of 10,000 callers, and some more

func descriptors(context.Context) (string, error) {
	n, err := wire.Descriptors()
	if err == nil && n < manyDescriptors {
		err = fmt.Errorf("%d for a process, want %d", n, manyDescriptors)
	}
	return fmt.Sprintf("%d for a process", n), err
}

func processors(context.Context) (string, error) {
	n := runtime.GOMAXPROCS(0)
	if n < 2 {
		return "", errors.New("one, want two or more")
	}
	return fmt.Sprint(n), nil
}

func clock(context.Context) (string, error) {
	now := time.Now()
	if now.Year() < 2025 || now.Year() > 2100 {
		return "", fmt.Errorf("says %s", now.Format(time.RFC3339))
	}
	return now.Format("2006-01-02 15:04:05 MST"), nil
}

func zones(context.Context) (string, error) {
	const file = "/usr/share/zoneinfo/Asia/Shanghai"
	if _, err := os.Stat(file); err != nil {
		return "", err
	}
	return filepath.Dir(filepath.Dir(file)), nil
}

func terminal(context.Context) (string, error) {
	f, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	return "programs can be given one", f.Close()
}

// command returns a look at the first line that a command prints.
func command(name string, args ...string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
		if err != nil {
			return "", err
		}
		first, _, _ := strings.Cut(string(out), "\n")
		return strings.TrimSpace(first), nil
	}
}

// compiler looks for the C compiler that the go command would use.
func compiler(ctx context.Context) (string, error) {
	out, err := goEnv(ctx, "CC")
	if err != nil {
		return "", err
	}
	words := strings.Fields(out)
	if len(words) == 0 {
		return "", errors.New("no C compiler is known")
	}
	return command(words[0], append(words[1:], "--version")...)(ctx)
}
