package sandbox

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

const probeLimit = 10 * time.Second // for a box that nothing is done in

// Probe finds out what this machine gives, by trying it. Self is the checker's
// own program, "" for the one that runs now.
func Probe(ctx context.Context, self string) Protection {
	p := Protection{self: self, report: true, boxed: true, nobody: os.Geteuid() == 0}
	multiplying := rung{name: "multiplying", gives: fmt.Sprintf("at most %d processes and threads (RLIMIT_NPROC)", mostPrograms)}
	why := p.try(ctx)
	if why != "" && p.nobody {
		multiplying.missing = fmt.Sprintf("the kernel does not bound root, and the user %d cannot be used: %s", nobody, why)
		p.nobody = false
		why = p.try(ctx)
	}
	p.boxed = why == ""
	multiplying.missing = cmp.Or(why, multiplying.missing)
	for _, r := range []rung{
		{name: "network", gives: "its own, with nothing but a loopback (network namespace)"},
		{name: "processes", gives: fmt.Sprintf("its own, at most %d, gone with the box (PID and IPC namespace)", crowd)},
		{name: "file system", gives: "its own, in memory, with the system and the toolchain to be read (mount namespace)"},
	} {
		r.missing = why
		p.rungs = append(p.rungs, r)
	}
	p.rungs = append(p.rungs, multiplying)
	abi := landlock()
	p.caged = abi > 0
	p.rungs = append(p.rungs, landlockRung(abi),
		rung{name: "privileges", gives: "none, and none to be got (capabilities, no_new_privs)"},
		rung{name: "limits", gives: "memory, processor time, size of a file (rlimits)"})
	return p
}

// try makes a box with nothing in it, and returns why it cannot be made, or "".
func (p Protection) try(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	cmd := p.Command(ctx, Box{Disk: 1 << 20})
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return strings.TrimSpace(fmt.Sprintf("%v %s", err, said.String()))
	}
	return ""
}

func landlockRung(abi int) rung {
	r := rung{name: "folder", gives: fmt.Sprintf("a program sees its own and the system's (Landlock, version %d)", abi)}
	switch {
	case abi == 0:
		r.missing = fmt.Sprintf("the kernel has no Landlock of version %d or later", leastABI)
	case abi >= scopeABI:
		r.gives += ", and sends no signals out of it"
	}
	return r
}
