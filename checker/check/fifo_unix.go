//go:build unix

package check

import (
	"os"
	"syscall"
)

// makeFIFO makes a named pipe (mkfifo(3)).
func makeFIFO(path string) error { return syscall.Mkfifo(path, 0o666) }

// openFIFO opens a named pipe for writing. The error is ENXIO while nobody has
// opened it for reading (fifo(7)).
func openFIFO(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
}
