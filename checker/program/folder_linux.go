package program

import (
	"fmt"
	"os"
)

// Folder returns the working folder of the program's first process.
func (p *Process) Folder() (string, error) {
	folder, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", p.cmd.Process.Pid))
	return folder, lookError(err)
}
