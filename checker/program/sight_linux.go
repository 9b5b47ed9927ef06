package program

import (
	"errors"
	"os"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// missed counts the looks for which there was no descriptor.
var missed atomic.Int64

// Missed returns how often this process could not look at a program since it
// began, for it had no descriptor or no memory left. A look that is missed finds
// no threads, no children and no files, so nothing that was seen at that time
// counts.
func Missed() int64 { return missed.Load() }

// blind reports whether an error of a look says something about this process,
// not about the one it looks at, and counts it (open(2)).
func blind(err error) bool {
	lacks := errors.Is(err, unix.EMFILE) || errors.Is(err, unix.ENFILE) || errors.Is(err, unix.ENOMEM)
	if lacks {
		missed.Add(1)
	}
	return lacks
}

// lookError tells "the process is gone" from "there is no /proc" and from "this
// process cannot look".
func lookError(err error) error {
	if blind(err) {
		return ErrBlind
	}
	if _, self := os.Stat("/proc/self/stat"); self != nil {
		return ErrNoProc
	}
	return err
}

// list returns the names in a folder of /proc, or none when it is gone.
func list(dir string) []string {
	d, err := os.Open(dir)
	if err != nil {
		blind(err)
		return nil
	}
	defer d.Close() // only read
	names, _ := d.Readdirnames(-1)
	return names
}

// readProc reads a file of /proc in one read, of at most 4 KiB. os.ReadFile
// takes five times as many system calls, and these files are read often.
func readProc(name string) ([]byte, error) {
	fd, err := unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		blind(err)
		return nil, &os.PathError{Op: "open", Path: name, Err: err}
	}
	defer unix.Close(fd) // only read
	buf := make([]byte, 4<<10)
	n, err := unix.Read(fd, buf)
	if err != nil {
		return nil, &os.PathError{Op: "read", Path: name, Err: err}
	}
	return buf[:n], nil
}
