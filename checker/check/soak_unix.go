//go:build unix

package check

import (
	"os"
	"syscall"
)

// limitDescriptors lets this process and those it starts have n descriptors
// open, or as many as before where those are fewer, until back is called.
func limitDescriptors(n uint64) (back func(), err error) {
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		return nil, os.NewSyscallError("getrlimit", err)
	}
	few := syscall.Rlimit{Cur: min(n, before.Cur), Max: before.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		return nil, os.NewSyscallError("setrlimit", err)
	}
	return func() { _ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before) }, nil // what was allowed once is allowed
}
