// Package sandbox runs code that nobody trusts inside the strongest walls that
// the machine gives, and says in words which those are.
//
// There are two walls. The outer one, a box, holds the checker itself while it
// judges one submission, and all that it starts: it has no network but its own
// loopback, a file system in which only what is needed is seen, and processes
// of its own. The inner one, a cage, holds each of the submission's programs:
// it keeps them from the checker that judges them.
package sandbox

import (
	"slices"
	"strings"
)

// A Box says what stands open in a sandbox. All names are absolute, and the
// same inside as outside. The system's programs and the Go toolchain are always
// there, to be read.
type Box struct {
	Read   []string // files and folders that can be read
	Write  []string // folders that can be written to as well
	Shadow []string // folders that can be written to, but what is written is forgotten with the box
	Disk   int64    // bytes for all that is written and forgotten; 0 is 1 GiB
	Env    []string // the environment, beside PATH, HOME, TMPDIR, LC_ALL and TZ
}

// A Protection is what a machine gives to hold untrusted code. The zero value is
// no protection at all: then Command runs a program as it is.
type Protection struct {
	rungs  []rung
	self   string // the checker's own program
	boxed  bool   // namespaces can be made
	nobody bool   // a box runs as the user nobody, not as the user 0
	caged  bool   // Landlock is there
	report bool   // it has been probed
}

// A rung is one means of protection.
type rung struct {
	name    string
	gives   string // what it does, in words
	missing string // why this machine does not have it, or ""
}

// Words returns one line for each means of protection: what it does here, or
// why it is missing.
func (p Protection) Words() []string {
	if !p.report {
		return []string{"sandbox: none, the submissions are trusted"}
	}
	return words(p.rungs)
}

// Missing returns the lines of Words that say what is missing.
func (p Protection) Missing() []string {
	return words(slices.DeleteFunc(slices.Clone(p.rungs), func(r rung) bool { return r.missing == "" }))
}

func words(rungs []rung) (all []string) {
	for _, r := range rungs {
		if r.missing != "" {
			all = append(all, r.name+": missing: "+strings.TrimSpace(r.missing))
		} else {
			all = append(all, r.name+": "+r.gives)
		}
	}
	return all
}

// Enough returns nil where untrusted code may run, and else an error that says
// what is missing.
func (p Protection) Enough() error {
	if p.boxed || p.caged {
		return nil
	}
	return noneError{p.Words()}
}

// A noneError says that a machine has no sandbox.
type noneError struct{ words []string }

func (e noneError) Error() string {
	return "this machine has no sandbox for programs that nobody trusts\n" + strings.Join(e.words, "\n")
}
