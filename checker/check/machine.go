package check

import (
	"cmp"

	"socketworkshop/checker/program"
	"socketworkshop/checker/wire"
)

// machineReady returns an error where nothing could be judged on this machine.
func machineReady() error { return cmp.Or(program.MakeRoom(), wire.Loopback()) }

const (
	mostChecks = 24 // at the same time
	checkFiles = 12 // descriptors that a check may need: pipes and connections, and what the start of a program takes
	otherFiles = 16 // those of the checker itself
)

// sideBySide is how many checks run at the same time. More than mostChecks would
// only wait for one another: a processor has much to do with the starts of so
// many programs. Where descriptors are few, so are the checks.
func sideBySide() int {
	files, err := wire.Descriptors()
	if err != nil {
		return mostChecks
	}
	return min(max((files-otherFiles)/checkFiles, 1), mostChecks)
}
