package program

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A Place is where one goroutine stood in the learner's own files.
type Place struct {
	Func   string `json:"func"`           // the learner's function: serve
	File   string `json:"file"`           // server.go
	Line   int    `json:"line"`           // 31
	State  string `json:"state"`          // of the goroutine: IO wait
	Source string `json:"source"`         // the text of the line
	In     string `json:"in,omitempty"`   // what it had called: io.ReadAll
	Also   int    `json:"also,omitempty"` // how many more goroutines stood there
}

// Awake reports whether the goroutine ran, or could have.
func (p Place) Awake() bool {
	return p.State == "running" || p.State == "runnable" || p.State == "syscall"
}

const (
	dumpLimit = 500 * time.Millisecond // for a program to print its goroutines and end
	dumpTries = 10                     // times dumpLimit, for one that has not yet got a processor
)

// Dump ends a Go program with SIGQUIT and returns where its goroutines stood
// in the learner's files, those of one place counted once. A program that has
// already died of a panic gives the places of that. The answer is empty for
// programs in other languages, and for those that handle the signal.
func (p *Process) Dump() []Place {
	if len(p.Binary.Source) == 0 {
		return nil
	}
	if p.signalBusiest(syscall.SIGQUIT) == nil {
		p.awaitDump()
	}
	return places(string(p.Stderr.Bytes()), p.Binary)
}

// awaitDump waits for the program to end. One that handles the signal does
// not, and is soon asleep again.
func (p *Process) awaitDump() {
	for range dumpTries {
		select {
		case <-p.exited:
			return
		case <-time.After(dumpLimit):
		}
		if a, err := p.Look(); err == nil && !a.Running {
			return
		}
	}
}

var (
	goroutineLine = regexp.MustCompile(`^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[([^\],]*)`)
	frameLine     = regexp.MustCompile(`^\t(.+):(\d+)(?: \+0x[0-9a-f]+.*)?$`)
)

// places reads the goroutine traces in text.
func places(text string, b Binary) []Place {
	var all []Place
	state, in, function := "", "", ""
	found := true // the learner's innermost frame of this goroutine
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if m := goroutineLine.FindStringSubmatch(line); m != nil {
			state, in, function, found = m[1], "", "", false
			continue
		}
		m := frameLine.FindStringSubmatch(line)
		switch {
		case found:
		case m == nil:
			in, function = function, functionName(line)
		case b.has(m[1]):
			found = true
			all = addPlace(all, place(function, in, state, m, b.Source))
		}
	}
	return all
}

// has reports whether a file of a dump is one of the learner's. Programs are
// built with -trimpath, so nothing of this machine's folders stands before its
// name.
func (b Binary) has(file string) bool {
	_, ok := b.Source[strings.TrimPrefix(file, b.Folder)]
	return ok
}

func place(function, in, state string, m []string, source map[string]string) Place {
	line, _ := strconv.Atoi(m[2]) // the pattern takes digits alone
	name := filepath.Base(m[1])
	p := Place{Func: strings.TrimPrefix(function, "main."), File: name, Line: line, State: state, In: in}
	if lines := strings.Split(source[name], "\n"); 0 < line && line <= len(lines) {
		p.Source = strings.TrimSpace(lines[line-1])
	}
	return p
}

// functionName takes the arguments off the line of a frame.
func functionName(line string) string {
	if i := strings.LastIndexByte(line, '('); i > 0 {
		return line[:i]
	}
	return strings.TrimSpace(line)
}

// addPlace adds p, or counts it where it stands already.
func addPlace(all []Place, p Place) []Place {
	for i, q := range all {
		if q.File == p.File && q.Line == p.Line && q.State == p.State {
			all[i].Also++
			return all
		}
	}
	return append(all, p)
}

// Find returns the first place in the source whose line holds text, or none.
func Find(source map[string]string, text string) []Place {
	for _, name := range slices.Sorted(maps.Keys(source)) {
		function := ""
		for i, line := range strings.Split(source[name], "\n") {
			if after, ok := strings.CutPrefix(line, "func "); ok {
				function = declared(after)
			}
			if strings.Contains(line, text) {
				return []Place{{Func: function, File: name, Line: i + 1, State: "a stub", Source: strings.TrimSpace(line)}}
			}
		}
	}
	return nil
}

// declared returns the name of a function as a dump has it, from what stands
// behind the word func: "serve(ln net.Listener) {" or "(c *crew) run() {".
func declared(text string) string {
	receiver, method, ok := strings.Cut(strings.TrimPrefix(text, "("), ") ")
	if !ok || !strings.HasPrefix(text, "(") {
		name, _, _ := strings.Cut(text, "(")
		return name
	}
	kind := receiver[strings.LastIndexByte(receiver, ' ')+1:]
	if strings.HasPrefix(kind, "*") {
		kind = "(" + kind + ")"
	}
	name, _, _ := strings.Cut(method, "(")
	return kind + "." + name
}
