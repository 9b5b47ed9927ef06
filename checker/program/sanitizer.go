package program

import (
	"debug/elf"
	"os/exec"
	"slices"
)

// shadows are the first functions of the sanitizers that lay out terabytes of address
// space. They touch little of it.
var shadows = []string{"__asan_init", "__hwasan_init", "__msan_init", "__tsan_init"}

// Sanitized reports whether the program that a command names was built with a
// sanitizer, as by -fsanitize=address of a C compiler, or -asan or -race of Go's.
func Sanitized(command []string) bool {
	path, err := exec.LookPath(command[0])
	if err != nil {
		return false
	}
	f, err := elf.Open(path)
	if err != nil {
		return false // a script, or another system's
	}
	defer f.Close() // only read
	dynamic, _ := f.DynamicSymbols()
	static, _ := f.Symbols() // a table that is not there has none
	known := func(s elf.Symbol) bool { return slices.Contains(shadows, s.Name) }
	return slices.ContainsFunc(append(dynamic, static...), known)
}
