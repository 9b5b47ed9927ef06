package program

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"socketworkshop/checker/spawn"
)

// Options say how a program is started.
type Options struct {
	Args   []string // the words behind the command
	Dir    string   // where it runs, unless the binary has a folder; its home and temporary folder are made here
	Env    []string // added to the environment
	Stdin  bool     // give it a standard input to be written to; without, it reads an empty one
	Notify func()   // called when it has written something or has ended

	Threads  int   // it may have so many, each with a stack of the usual size
	Data     int64 // bytes of memory that it may lay out besides the usual
	MaxFile  int64 // bytes that it may write to one file; 0 is 1 GiB
	Terminal bool  // make its standard error a terminal, see ErrNoTerminal
}

// ErrNoTerminal is the error of Start where no terminal can be made for the
// program.
var ErrNoTerminal = errors.New("no terminal can be made here")

// A Process is a program under way. It stays under the checker's care until
// Stop, which must be called.
type Process struct {
	Args   []string
	Binary Binary
	Stdout *Stream
	Stderr *Stream
	Begun  time.Time

	cmd    *exec.Cmd
	stdin  io.WriteCloser
	mark   string // in the environment of the program and all its children
	exited chan struct{}
	status Status     // valid once exited is closed
	own    []Leftover // its processes when it was ready, see Settle

	flooded, stopped atomic.Bool
}

// A Status tells how a program ended.
type Status struct {
	Code   int           // the exit status; -1 when a signal ended it
	Signal string        // the signal that ended it, such as "terminated", or ""
	CPU    time.Duration // processor time that it and its awaited children used
}

func (s Status) String() string {
	if s.Signal != "" {
		return "the signal " + s.Signal
	}
	return fmt.Sprintf("exit status %d", s.Code)
}

// By reports whether a signal ended the program, or, where a shell has started
// it and says so, the shell's child.
func (s Status) By(sig syscall.Signal) bool {
	return s.Signal == sig.String() || s.Code == 128+int(sig)
}

// adopt is adoptOrphans, done once.
var adopt = sync.OnceValue(adoptOrphans)

// running holds the programs that have been started and not yet taken leave of,
// by the numbers of their processes.
var running sync.Map

// Start starts the program.
func (b Binary) Start(o Options) (*Process, error) {
	if err := adopt(); err != nil {
		return nil, err
	}
	p := &Process{Binary: b, Args: o.Args, mark: "CHECKER_RUN=" + rand.Text(), exited: make(chan struct{})}
	words := append(append([]string{}, b.Command...), o.Args...)
	p.cmd = exec.Command(words[0], words[1:]...)
	p.cmd.Dir = o.Dir
	if b.Dir != "" {
		p.cmd.Dir = b.Dir
	}
	var err error
	if p.cmd.Env, err = p.env(o); err != nil {
		return nil, err
	}
	p.cmd.SysProcAttr = ownGroup()
	if o.Stdin {
		if p.stdin, err = p.cmd.StdinPipe(); err != nil {
			return nil, err
		}
	}
	return p, p.start(o)
}

// env is the whole environment of the program: the same for everyone, with a
// home and a temporary folder that go when the check is over.
func (p *Process) env(o Options) ([]string, error) {
	home := filepath.Join(o.Dir, ".home")
	if info, err := os.Lstat(home); err == nil && !info.IsDir() {
		_ = os.Remove(home) // a program before has put something else in its place; what is in the way still, Mkdir says
	}
	if err := os.MkdirAll(home, 0o777); err != nil {
		return nil, err
	}
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + home, "TMP=" + home, "TEMP=" + home,
		"LC_ALL=C.UTF-8", "TZ=UTC", p.mark,
	}
	if n := p.Binary.Means.Processors; n > 0 {
		env = append(env, fmt.Sprint("GOMAXPROCS=", n))
	}
	return append(append(env, systemEnv()...), o.Env...), nil
}

func (p *Process) start(o Options) error {
	flooded := func() {
		p.flooded.Store(true)
		p.kill()
	}
	kinds := [2]func() (r, w *os.File, err error){os.Pipe, os.Pipe}
	if o.Terminal {
		kinds[1] = openTerminal
	}
	var ends [2]*os.File
	for i, s := range []**Stream{&p.Stdout, &p.Stderr} {
		r, w, err := kinds[i]()
		if err != nil {
			return err
		}
		defer spawn.Close(w) // the program has its own
		*s, ends[i] = newStream(r, o.Notify, flooded), w
	}
	p.cmd.Stdout, p.cmd.Stderr = ends[0], ends[1]
	if o.MaxFile > 0 {
		ignoreFileSizeSignal()
	}
	p.Begun = time.Now()
	begin := func() error { return spawn.Start(p.cmd) }
	if cage := p.Binary.Cage; cage != nil {
		begin = func() error { return cage.Start(p.cmd, p.Binary.Command, []string{o.Dir, p.cmd.Dir}) }
	}
	if err := startLimited(begin, o, p.Binary.Vast); err != nil {
		return err // it names the command
	}
	running.Store(p.cmd.Process.Pid, p)
	p.Stdout.drain()
	p.Stderr.drain()
	go p.wait(o.Notify)
	return p.limit(p.cmd.Process.Pid, o)
}

func (p *Process) wait(notify func()) {
	_ = p.cmd.Wait() // its error repeats the state that is read below
	running.Delete(p.cmd.Process.Pid)
	p.lastWords()
	p.Stdout.settle()
	p.Stderr.settle()
	state := p.cmd.ProcessState
	p.status = Status{Code: state.ExitCode(), CPU: state.UserTime() + state.SystemTime()}
	if ws, ok := state.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		p.status.Signal = ws.Signal().String()
	}
	close(p.exited)
	notify()
}

// Exited is closed when the program has ended and all that it had written
// has been read.
func (p *Process) Exited() <-chan struct{} { return p.exited }

// Status returns how the program ended; ok is false while it runs.
func (p *Process) Status() (s Status, ok bool) {
	select {
	case <-p.exited:
		return p.status, true
	default:
		return Status{}, false
	}
}

// Flooded reports whether the program was ended because it wrote more to one of
// its streams than 64 MiB, or than it was allowed to.
func (p *Process) Flooded() bool { return p.flooded.Load() }

// Allow lets the program write n bytes more to its standard output than the
// 64 MiB that would end it.
func (p *Process) Allow(n int64) { p.Stdout.limit.Add(n) }

// Pending reports whether the program has written something that has not been
// read yet: it may be waiting for that.
func (p *Process) Pending() bool { return p.Stdout.pending() || p.Stderr.pending() }

// Written returns how many bytes the program has written to both streams.
func (p *Process) Written() int64 { return p.Stdout.Total() + p.Stderr.Total() }

// Listening returns the address of the line "listening on ADDR" on standard
// error; ok is false as long as there is none.
func (p *Process) Listening() (addr string, ok bool) {
	text := strings.ReplaceAll(string(p.Stderr.Bytes()), "\r", "\n")
	for line := range strings.Lines(text) {
		whole := strings.HasSuffix(line, "\n")
		if addr, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on "); ok && whole {
			return strings.TrimSpace(addr), true
		}
	}
	return "", false
}

// Signal sends a signal to the program's first process.
func (p *Process) Signal(sig syscall.Signal) error {
	if _, over := p.Status(); over {
		return errors.New("the program has ended already")
	}
	return p.cmd.Process.Signal(sig)
}

// Stop ends the program and every process it left behind, and waits for that.
func (p *Process) Stop() {
	if !p.stopped.CompareAndSwap(false, true) {
		return
	}
	p.kill()
	<-p.exited
	p.endLeftovers()
	_ = p.Stdout.file.Close() // ends the reading; all that counts has been read
	_ = p.Stderr.file.Close()
}

func (p *Process) kill() {
	if _, over := p.Status(); !over {
		_ = killGroup(p.cmd.Process.Pid) // it may have ended this moment
	}
}
