package program

import (
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Scarce lets the program and the children it has open n descriptors more, and
// then none: open(2) and accept(2) fail with EMFILE.
func (p *Process) Scarce(n int) error {
	for _, pid := range p.family() {
		top := 0
		for _, name := range list(fmt.Sprintf("/proc/%d/fd", pid)) {
			fd, err := strconv.Atoi(name)
			if err != nil {
				return err
			}
			top = max(top, fd)
		}
		var now unix.Rlimit
		err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &now)
		if err == nil {
			now.Cur = min(now.Max, uint64(top+1+n)) // one more than the highest descriptor, see getrlimit(2)
			err = unix.Prlimit(pid, unix.RLIMIT_NOFILE, &now, nil)
		}
		if err != nil {
			return os.NewSyscallError("prlimit", err)
		}
	}
	return nil
}
