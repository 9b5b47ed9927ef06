//go:build unix

package spawn

import (
	"os/exec"
	"syscall"
	"testing"
)

const (
	manyDescriptors = 4000 // take a process milliseconds to close
	rounds          = 50
)

// TestCloseBesideStart closes the writing end of a pipe while a process is being
// started, which closes its copy of it last of all.
func TestCloseBesideStart(t *testing.T) {
	for range manyDescriptors / 2 {
		p := pipe(t)
		t.Cleanup(func() { closeAll(p[:]) })
	}
	for range rounds {
		p := pipe(t)
		cmd := exec.Command("true")
		started := make(chan error, 1)
		go func() { started <- Start(cmd) }()
		for len(started) == 0 && copied.TryRLock() { // until it is under way, or over
			copied.RUnlock()
		}
		if err := Close(descriptor(p[1])); err != nil {
			t.Fatal(err)
		}
		n, err := syscall.Read(p[0], make([]byte, 1))
		if n != 0 || err != nil {
			t.Errorf("read from a pipe whose other end has been closed: %d bytes, %v; want its end", n, err)
		}
		closeAll(p[:1])
		if err := <-started; err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
}

// pipe returns the two ends of a pipe; reading from it does not wait.
func pipe(t *testing.T) (ends [2]int) {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := syscall.Pipe(ends[:]); err != nil {
		t.Skipf("this machine gives no %d descriptors: %v", manyDescriptors, err)
	}
	for _, fd := range ends {
		syscall.CloseOnExec(fd)
	}
	if err := syscall.SetNonblock(ends[0], true); err != nil {
		t.Fatal(err)
	}
	return ends
}

func closeAll(fds []int) {
	for _, fd := range fds {
		_ = syscall.Close(fd) // it is open, and nothing was written
	}
}

// A descriptor is closed without the help of package os.
type descriptor int

func (d descriptor) Close() error { return syscall.Close(int(d)) }
