package program

import (
	"fmt"
	"os"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// Scarce lets the program and the children it has open n descriptors more, and
// then none: open(2) and accept(2) fail with EMFILE.
func (p *Process) Scarce(n int) error {
	for _, pid := range p.family() {
		var bound unix.Rlimit
		err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &bound)
		if err == nil {
			bound.Cur = min(bound.Max, uint64(firstBeyond(list(fmt.Sprintf("/proc/%d/fd", pid)), n)))
			err = unix.Prlimit(pid, unix.RLIMIT_NOFILE, &bound, nil)
		}
		if err != nil && (err != unix.ESRCH || pid == p.cmd.Process.Pid) { // a child may have ended
			return os.NewSyscallError("prlimit", err)
		}
	}
	return nil
}

// Room returns how many descriptors more the program may open, less a few for
// other things.
func (p *Process) Room() (int, error) {
	var bound unix.Rlimit
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_NOFILE, nil, &bound); err != nil {
		return 0, os.NewSyscallError("prlimit", err)
	}
	_, used, err := p.Descriptors()
	return int(min(bound.Cur, 1<<30)) - used - roomLeft, err
}

const roomLeft = 10

// firstBeyond returns the lowest free number behind n that are free: a new
// descriptor has the lowest free one, and the limit is the lowest that none may
// have (open(2), getrlimit(2)). What is in use below it can be closed, and its
// number given out again.
func firstBeyond(used []string, n int) (fd int) {
	for {
		if !slices.Contains(used, strconv.Itoa(fd)) {
			if n == 0 {
				return fd
			}
			n--
		}
		fd++
	}
}

// Held returns how many descriptors this process holds.
func Held() int { return len(list("/proc/self/fd")) }

// Kept returns how many descriptors the program and its children hold that are
// no pipes. Go keeps pipes for splice(2) in a pool, and gives them back as it
// likes.
func (p *Process) Kept() (n int, err error) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		return 0, ErrNoProc
	}
	for _, pid := range p.family() {
		_, _, kept := descriptors(pid)
		n += kept
	}
	return n, nil
}
