// Package spawn starts processes and closes descriptors, never both at once.
//
// A process that is being started has a copy of every descriptor until execve(2)
// has closed those marked FD_CLOEXEC. Until then nothing that its parent closes is
// closed: the program at the other side waits for an end that has been sent, and on
// a busy machine it does so long enough to be judged. syscall.ForkLock does not keep
// the two apart: it is held until vfork(2) returns, which is as soon as the child has
// memory of its own, and it closes the descriptors after that.
package spawn

import (
	"io"
	"os/exec"
	"sync"
)

// copied is held by who starts a process, and shared by those who close.
var copied sync.RWMutex

// Start is cmd.Start. It returns when the process has no copies any more.
func Start(cmd *exec.Cmd) error {
	copied.Lock()
	defer copied.Unlock()
	if err := cmd.Start(); err != nil {
		return err
	}
	awaitExec(cmd.Process.Pid)
	return nil
}

// Close closes c so that the other side learns of it at once.
func Close(c io.Closer) error {
	copied.RLock()
	defer copied.RUnlock()
	return c.Close()
}
