package spawn

import (
	"fmt"
	"os"
)

// awaitExec waits until execve(2) is over in a process. The pipe by which os/exec
// learns that it succeeded may end before the last descriptor is closed. Who opens
// the list of a process's mappings waits in the kernel until its memory is settled
// (exec_update_lock of linux/sched/signal.h), also when it may not have it.
func awaitExec(pid int) {
	if maps, err := os.Open(fmt.Sprintf("/proc/%d/maps", pid)); err == nil {
		_ = maps.Close() // only opened
	}
}
