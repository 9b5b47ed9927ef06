//go:build unix

package wire

import "syscall"

// Descriptors returns how many descriptors this process can have at once. Go
// raises the soft limit to the hard one by itself.
func Descriptors() (int, error) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0, err
	}
	return int(min(limit.Cur, 1<<30)), nil
}
