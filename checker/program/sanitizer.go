package program

import (
	"bytes"
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
	// The names alone are looked through: some programs have very many symbols.
	for _, table := range []string{".dynstr", ".strtab"} {
		section := f.Section(table)
		if section == nil {
			continue
		}
		names, _ := section.Data() // one that cannot be read names none
		if slices.ContainsFunc(shadows, func(name string) bool { return bytes.Contains(names, []byte(name+"\x00")) }) {
			return true
		}
	}
	return false
}
