package program

import "golang.org/x/sys/unix"

// readable reports whether something was written that has not been read. poll(2)
// takes no lock of the pipe, as FIONREAD does: the program may hold it.
func (s *Stream) readable() bool {
	raw, err := s.file.SyscallConn()
	if err != nil {
		return false
	}
	there := false
	err = raw.Control(func(fd uintptr) {
		look := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		n, err := unix.Poll(look, 0)
		there = n > 0 && err == nil && look[0].Revents&unix.POLLIN != 0
	})
	return err == nil && there
}
