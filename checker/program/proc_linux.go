package program

import (
	"os"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/sight"
)

// lookError tells "the process is gone" from "there is no /proc" and from "this
// process cannot look".
func lookError(err error) error {
	if sight.Lost(err) {
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
		sight.Lost(err)
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
		sight.Lost(err)
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
