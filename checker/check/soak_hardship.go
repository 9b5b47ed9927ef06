package check

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"

	"socketworkshop/checker/program"
	"socketworkshop/checker/spawn"
)

// A hardship is what a round of a soaking has to bear.
type hardship struct {
	checker  int  // processors that the checker may use
	programs int  // the same for each program
	busy     bool // all processors have other work
	scarce   bool // descriptors are few
	slow     bool // files lie on a disk that another keeps busy
}

// fewDescriptors is how many a run of the checker needs, and each of the programs
// that it starts: lesson16's server has a hundred callers with filesOfUpload each.
// Checks that want more than there are say what they leave out (grant).
const fewDescriptors = 512

// hardshipOf returns what the round with this number has. Eight rounds have the
// three kinds of want in every combination, and nine have the processors so.
func hardshipOf(round int) hardship {
	processors := []int{1, 2, 8}
	return hardship{
		checker: processors[round%3], programs: processors[round/3%3],
		busy: round&1 != 0, scarce: round&2 != 0, slow: round&4 != 0,
	}
}

func (h hardship) String() string {
	text := fmt.Sprintf("GOMAXPROCS %d, programs %d", h.checker, h.programs)
	for _, want := range []struct {
		there bool
		name  string
	}{{h.busy, "busy processors"}, {h.scarce, "few descriptors"}, {h.slow, "slow disk"}} {
		if want.there {
			text += ", " + want.name
		}
	}
	return text
}

// means are those of the programs.
func (h hardship) means() program.Means {
	m := program.Means{Processors: h.programs}
	if h.scarce {
		m.Descriptors = fewDescriptors
	}
	return m
}

// begin brings the hardship about, until end is called.
func (h hardship) begin(ctx context.Context) (end func(), err error) {
	before := runtime.GOMAXPROCS(h.checker)
	ends := []func(){func() { runtime.GOMAXPROCS(before) }}
	end = func() {
		for _, undo := range ends {
			undo()
		}
	}
	if h.busy {
		ends = append(ends, busy(ctx, runtime.NumCPU()))
	}
	for _, want := range []struct {
		there bool
		begin func() (func(), error)
	}{{h.scarce, scarce}, {h.slow, slow}} {
		if !want.there {
			continue
		}
		undo, err := want.begin()
		if err != nil {
			end()
			return nil, err
		}
		ends = append(ends, undo)
	}
	return end, nil
}

// busy keeps n processors busy with other processes until the function that it
// returns is called. Where there is no shell they stay calm.
func busy(ctx context.Context, n int) (calm func()) {
	loops, stop := context.WithCancel(ctx)
	var all []*exec.Cmd
	for range n {
		cmd := exec.CommandContext(loops, "sh", "-c", "while :; do :; done")
		if spawn.Start(cmd) == nil {
			all = append(all, cmd)
		}
	}
	return func() {
		stop()
		for _, cmd := range all {
			_ = cmd.Wait() // it was killed
		}
	}
}

// scarce leaves the checker few descriptors, for each of the trials that run at
// the same time.
func scarce() (plenty func(), err error) { return limitDescriptors(provers * fewDescriptors) }

// slow lets the files of the checks lie on a disk, and writes there all the
// time, waiting for the disk each time (fsync(2)): so does whoever else waits.
func slow() (fast func(), err error) {
	back, err := onDisk()
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp("", "soak")
	if err != nil {
		back()
		return nil, err
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		hog(f, stop)
	}()
	return func() {
		close(stop)
		<-done
		_ = f.Close() // nobody wants it
		_ = os.Remove(f.Name())
		back()
	}, nil
}

const burst = 1 << 20 // bytes that go to the disk at once

// hog writes until it is stopped, or the disk is full.
func hog(f *os.File, stop <-chan struct{}) {
	piece := make([]byte, burst)
	for {
		select {
		case <-stop:
			return
		default:
		}
		if _, err := f.WriteAt(piece, 0); err != nil || f.Sync() != nil {
			return
		}
	}
}

// onDisk names a temporary folder that lies on a disk, so that none in memory is
// taken: /var/tmp, which outlives a restart (Filesystem Hierarchy Standard 3.0,
// 5.15), unless somebody has chosen one.
func onDisk() (back func(), err error) {
	const name = "TMPDIR"
	if os.Getenv(name) != "" {
		return func() {}, nil
	}
	dir := "/var/tmp"
	if _, err := os.Stat(dir); err != nil {
		dir = os.TempDir()
	}
	return func() { _ = os.Unsetenv(name) }, os.Setenv(name, dir)
}
