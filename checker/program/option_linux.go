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
	on, err := p.option(inode, unix.IPPROTO_TCP, unix.TCP_NODELAY)
	return on != 0, err
}

// Reuse reports whether SO_REUSEADDR is set on the program's socket with this
// inode. It looks as NoDelay does.
func (p *Process) Reuse(inode uint64) (bool, error) {
	on, err := p.option(inode, unix.SOL_SOCKET, unix.SO_REUSEADDR)
	return on != 0, err
}

// LowWater returns how many bytes must lie in the program's socket with this inode
// before it is woken to read them (SO_RCVLOWAT of socket(7)). It looks as NoDelay
// does.
func (p *Process) LowWater(inode uint64) (int, error) {
	return p.option(inode, unix.SOL_SOCKET, unix.SO_RCVLOWAT)
}

// option returns the value of an option of the program's socket.
func (p *Process) option(inode uint64, level, name int) (int, error) {
	link := fmt.Sprintf("socket:[%d]", inode)
	for _, pid := range p.family() {
		dir := fmt.Sprintf("/proc/%d/fd", pid)
		for _, file := range list(dir) {
			if to, err := os.Readlink(dir + "/" + file); err != nil || to != link {
				continue
			}
			fd, err := strconv.Atoi(file)
			if err != nil {
				return 0, err
			}
			return optionOf(pid, fd, level, name)
		}
	}
	return 0, fmt.Errorf("no process of the program holds socket %d", inode)
}

func optionOf(pid, fd, level, name int) (int, error) {
	copied, err := copyDescriptor(pid, fd)
	if err != nil {
		return 0, err
	}
	defer unix.Close(copied)
	value, err := unix.GetsockoptInt(copied, level, name)
	return value, os.NewSyscallError("getsockopt", err)
}

// copyDescriptor returns a copy of another process's descriptor.
func copyDescriptor(pid, fd int) (int, error) {
	process, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return 0, os.NewSyscallError("pidfd_open", err)
	}
	defer unix.Close(process)
	copied, err := unix.PidfdGetfd(process, fd, 0)
	return copied, os.NewSyscallError("pidfd_getfd", err)
}
