package program

import "golang.org/x/sys/unix"

// pending reports whether something was written that has not been read.
func (s *Stream) pending() bool {
	raw, err := s.file.SyscallConn()
	if err != nil {
		return false
	}
	n := 0
	err = raw.Control(func(fd uintptr) { n, _ = unix.IoctlGetInt(int(fd), unix.TIOCINQ) }) // 0 on an error
	return err == nil && n > 0
}
