package program

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// wants are the limits (getrlimit(2)) below which no program can be judged, for
// what bounds the checker bounds the programs as well. None is lower than what
// this package sets, so that it may set that.
var wants = [...]struct {
	which int
	least uint64
	what  string
	flag  string // of the shell's ulimit
}{
	{unix.RLIMIT_NOFILE, 64, "open files", "-n"},
	{unix.RLIMIT_NPROC, 256, "processes and threads", "-u"},
	{unix.RLIMIT_FSIZE, maxFile, "bytes in a file", "-f"},
	{unix.RLIMIT_CPU, maxCPU, "seconds of processor time", "-t"},
	{unix.RLIMIT_DATA, buildMemory, "bytes of data", "-d"},
	{unix.RLIMIT_AS, 3 << 30, "bytes of address space", "-v"},
}

// MakeRoom raises each soft limit of this process that would keep it from
// starting programs and builds as it should. The error names one that the hard
// limit forbids to raise so far.
func MakeRoom() error {
	startLock.Lock() // the start of a program sets a limit of this process for a moment
	defer startLock.Unlock()
	for _, want := range wants {
		var have unix.Rlimit
		if err := unix.Getrlimit(want.which, &have); err != nil {
			return os.NewSyscallError("getrlimit", err)
		}
		if have.Cur >= want.least {
			continue
		}
		if have.Max < want.least {
			return fmt.Errorf("the limit of %s is %d here, want at least %d (ulimit %s)", want.what, have.Max, want.least, want.flag)
		}
		if err := unix.Setrlimit(want.which, &unix.Rlimit{Cur: want.least, Max: have.Max}); err != nil {
			return os.NewSyscallError("setrlimit", err)
		}
	}
	return nil
}
