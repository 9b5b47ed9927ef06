package program

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Memory returns the peaks of the program's first process, in bytes: of its
// address space, which counts what was only asked for, and of what it has
// touched (VmPeak and VmHWM of proc_pid_status(5)).
func (p *Process) Memory() (space, touched int64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0, lookError(err)
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kilobytes, _ := strconv.ParseInt(fields[1], 10, 64) // the kernel writes numbers here
		switch fields[0] {
		case "VmPeak:":
			space = kilobytes << 10
		case "VmHWM:":
			touched = kilobytes << 10
		}
	}
	return space, touched, nil
}
