//go:build unix

package program

import (
	"syscall"
	"time"
)

// settle takes what the program, which has ended, had still written. A child
// of its may hold the other end of the pipe open for ever, so the end of the
// file is not waited for: the pipe is emptied without blocking instead.
func (s *Stream) settle() {
	past := time.Unix(1, 0)
	if s.file.SetReadDeadline(past) != nil {
		return
	}
	<-s.idle
	if s.ended || s.file.SetReadDeadline(time.Time{}) != nil {
		return
	}
	raw, err := s.file.SyscallConn()
	if err != nil {
		return
	}
	buf := make([]byte, 64<<10)
	for range floodLimit / len(buf) { // a child that floods the pipe gets no further
		n := 0 // stays below 1 when the pipe is empty or at its end
		err := raw.Read(func(fd uintptr) bool {
			n, _ = syscall.Read(int(fd), buf)
			return true
		})
		if err != nil || n < 1 {
			break
		}
		s.add(buf[:n])
	}
	s.drain()
}
