package wire

import (
	"io"
	"syscall"
)

// CloseNow closes c so that the other side learns of it at once. A process that
// is being started has a copy of every descriptor until it has become another
// program (fork(2), execve(2)); on a busy machine that takes a while, and until
// then nothing that was closed is.
func CloseNow(c io.Closer) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	return c.Close()
}
