package program

import (
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// NoDelay reports whether TCP_NODELAY is set on the program's socket with this
// inode. It looks through a copy of the descriptor (pidfd_getfd(2)), which not
// every system lets it have.
func (p *Process) NoDelay(inode uint64) (bool, error) {
	link := fmt.Sprintf("socket:[%d]", inode)
	for _, pid := range p.family() {
		dir := fmt.Sprintf("/proc/%d/fd", pid)
		for _, name := range list(dir) {
			if to, err := os.Readlink(dir + "/" + name); err != nil || to != link {
				continue
			}
			fd, err := strconv.Atoi(name)
			if err != nil {
				return false, err
			}
			return noDelay(pid, fd)
		}
	}
	return false, fmt.Errorf("no process of the program holds socket %d", inode)
}

func noDelay(pid, fd int) (bool, error) {
	process, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return false, os.NewSyscallError("pidfd_open", err)
	}
	defer unix.Close(process)
	copied, err := unix.PidfdGetfd(process, fd, 0)
	if err != nil {
		return false, os.NewSyscallError("pidfd_getfd", err)
	}
	defer unix.Close(copied)
	on, err := unix.GetsockoptInt(copied, unix.IPPROTO_TCP, unix.TCP_NODELAY)
	return on != 0, os.NewSyscallError("getsockopt", err)
}
