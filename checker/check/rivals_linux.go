package check

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// A deadSocket is a Unix socket at which nobody listens, as a server leaves it
// that was killed. But it is open: so the kernel notes when somebody tries to
// connect to it, as the time of its last use (unix_find_bsd in net/unix/af_unix.c).
type deadSocket struct {
	path string
	fd   int
	file unix.Stat_t
}

func newDeadSocket(path string) (*deadSocket, error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	d := &deadSocket{path: path, fd: fd}
	err = unix.Bind(fd, &unix.SockaddrUnix{Name: path})
	if err == nil { // a last use before the last change is noted anew (relatime in mount(8))
		changed := time.Now().Add(-time.Hour)
		err = os.Chtimes(path, changed.Add(-time.Hour), changed)
	}
	if err == nil {
		err = unix.Stat(path, &d.file)
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (d *deadSocket) Close() { _ = unix.Close(d.fd) } // nothing was written to it

// lies reports whether the file is still where it was.
func (d *deadSocket) lies() bool {
	var now unix.Stat_t
	return unix.Stat(d.path, &now) == nil && now.Ino == d.file.Ino
}

// untouched reports whether nobody has tried to connect to it, or put something
// else in its place.
func (d *deadSocket) untouched() bool {
	var now unix.Stat_t
	return unix.Stat(d.path, &now) == nil && now.Ino == d.file.Ino && now.Atim == d.file.Atim
}

// whileOnOneProcessor starts a program on one processor with this thread, and
// looks at the file every few microseconds: when this thread runs, the program
// does not. It returns true as soon as the file was touched, and false when the
// program is done.
func (d *deadSocket) whileOnOneProcessor(start func(), done func() bool) (touched bool) {
	onOneProcessor(func(unix.CPUSet) {
		start()
		for d.untouched() {
			if done() {
				return
			}
			nap(slice)
		}
		touched = true
	})
	return touched
}
