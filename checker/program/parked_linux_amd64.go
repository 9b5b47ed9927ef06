package program

import (
	"time"

	"golang.org/x/sys/unix"
)

// oldLimit is limit for the calls that only older architectures have.
func (c call) oldLimit() (time.Duration, bool) {
	switch c.number {
	case unix.SYS_PAUSE:
		return forEver, true
	case unix.SYS_POLL:
		return milliseconds(c.args[2])
	case unix.SYS_EPOLL_WAIT:
		return milliseconds(c.args[3])
	}
	return 0, false
}
