package tutor

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"socketworkshop/checker/program"
)

// Keeps says that what was opened for a command is not given back.
const Keeps Kind = "descriptors of commands are not given back"

var (
	failedStatus = regexp.MustCompile(`exit status [1-9]|signal: killed|non-zero exit status`) // what exec and subprocess say
	endsBadly    = regexp.MustCompile(`(^|[;&] *)exit [1-9]|kill -9 \$\$`)                     // a command that does
)

// commandFailed reports whether the program ended over a command that failed:
// the command was to, or the program's last words hold its status.
func (e *Evidence) commandFailed() bool {
	return e.Runs && one(EndedEarly, NoReply, WrongBytes)(e) && (failedStatus.MatchString(e.Stderr) || endsBadly.Match(e.lastSaid()))
}

// closedUnread reports whether output is missing because its pipe was closed before
// it was read. That a pipe was closed twice, and logged, is no harm by itself.
func (e *Evidence) closedUnread() bool {
	const closed = "file already closed"
	if bytes.Contains(e.Got, []byte(closed)) {
		return true
	}
	came, whole := bytes.TrimSpace(e.Got), bytes.TrimSpace(e.Want)
	return len(came) < len(whole) && (len(came) == 0 || strings.Contains(e.Stderr, closed)) && e.listed().waitsFirst()
}

// holdsZeros reports whether no command ran because it had zeros in it that the
// checker had not sent.
func (e *Evidence) holdsZeros() bool {
	said := string(e.Got)
	if len(bytes.TrimSpace(e.Got)) == 0 {
		for line := range strings.Lines(e.Stderr) {
			if strings.Contains(line, "exec") || strings.Contains(line, "embedded null byte") {
				said += line // and nothing about something else
			}
		}
	}
	return e.Runs && (strings.Contains(said, "invalid argument") || strings.Contains(said, "embedded null byte"))
}

// namedProgram reports whether the system says that there is no program by the name
// of the whole command.
func (e *Evidence) namedProgram() bool {
	command, got := string(e.lastCommand()), string(e.Got)
	for _, name := range []string{command, strconv.Quote(command)} {
		if strings.Contains(got, name+": executable file not found") || strings.Contains(got, name+": no such file or directory") {
			return true
		}
	}
	return strings.Contains(got, "No such file or directory: '"+command+"'") // Python
}

// echoesArguments reports whether the reply is what stands behind echo in the
// command, with what only a shell takes away.
func (e *Evidence) echoesArguments() bool {
	words, ok := strings.CutPrefix(string(e.lastCommand()), "echo ")
	words = strings.Join(strings.Fields(words), " ")
	return ok && strings.ContainsAny(words, "|;\"") && strings.Join(strings.Fields(string(e.Got)), " ") == words
}

// waitsFirst reports whether some function calls Wait of a command and only
// then names the pipe that it got from the command.
func (r *listing) waitsFirst() bool {
	found := false
	for _, f := range r.files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			found = found || ok && fn.Body != nil && r.waitsFirstIn(fn.Body)
		}
	}
	return found
}

func (r *listing) waitsFirstIn(body *ast.BlockStmt) bool {
	pipes, waited, late := map[types.Object]bool{}, false, false
	read := map[types.Object]bool{}
	ast.Inspect(body, func(n ast.Node) bool { // in the order of the source
		switch n := n.(type) {
		case *ast.AssignStmt:
			if _, ok := r.calls(n.Rhs[0], "os/exec", "StdoutPipe", "StderrPipe"); ok {
				pipes[r.named(n.Lhs[0])] = true
				return false
			}
		case *ast.CallExpr:
			_, waits := r.calls(n, "os/exec", "Wait")
			waited = waited || waits
		case *ast.Ident:
			if o := r.info.Uses[n]; o != nil && pipes[o] && !read[o] {
				read[o], late = true, late || waited
			}
		}
		return true
	})
	return late
}

// longestNotice is the most bytes that a reply may use to say that it was cut.
const longestNotice = 200

// missedByOne reports whether the server kept one byte less or more than -max,
// or said that something is missing of a reply of just so many.
func (e *Evidence) missedByOne() bool {
	most, err := strconv.Atoi(e.value("-max"))
	if err != nil || !onStream(e) {
		return false
	}
	switch e.Kind {
	case NoReply, WrongBytes:
		if len(e.Want) == most && commonLength(e.Got, e.Want) == most-1 {
			return e.Want[most-1] < utf8.RuneSelf // else it may be that no character was to be cut in two
		}
		notice, ok := bytes.CutSuffix(e.Got, e.Want) // behind the reply before
		return ok && len(bytes.TrimSpace(notice)) > 0 && len(notice) <= longestNotice && len(e.Said())-len(e.Got) == most
	case NoLine:
		over, ok := bytes.CutSuffix(e.Got, e.Want)
		return ok && len(over) == 1 && bytes.Contains(e.Sent(), append(bytes.Clone(over), e.lastSaid()...))
	}
	return false
}

// longNotice reports whether all that was wanted has come, and behind it are words
// for which none of its letters stand.
func (e *Evidence) longNotice() bool {
	behind, ok := bytes.CutPrefix(e.Got, e.Want)
	strange := func(r rune) bool { return !bytes.ContainsRune(e.Want[e.headSize():], r) }
	return ok && len(behind) < 16*longestNotice && bytes.ContainsFunc(behind, strange)
}

// commands returns a condition on servers whose wanted reply is no echo. Of a
// frame it looks at the body.
func commands(and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		if head := e.headSize(); head > 0 {
			bare := *e
			bare.Want, bare.Got = e.Want[head:], e.Got[min(head, len(e.Got)):]
			e = &bare
		}
		return every(and, e) && isServer(e) && !(len(e.Want) > 0 && e.wantsCapitals())
	}
}

// runsShell reports whether a shell is among the processes that the program
// has started.
func (e *Evidence) runsShell() bool {
	return slices.ContainsFunc(e.Left, func(l program.Leftover) bool { return strings.Contains(l.Command, "-c ") })
}

// lastCommand returns the last bytes that the checker sent on the connection but
// for recv_ready.
func (e *Evidence) lastCommand() []byte { return e.lastBut(readyWord) }

// limitCounts reports whether the server was given a limit that may be over by
// now, and not one that only keeps a command from being killed.
func (e *Evidence) limitCounts() bool {
	limit, err := time.ParseDuration(e.value("-limit"))
	return err == nil && limit < time.Minute
}

// solidLines returns the lines of a text that are not empty.
func solidLines(text []byte) []string {
	return slices.DeleteFunc(strings.Split(string(text), "\n"), func(line string) bool { return line == "" })
}

func sortedLines(text []byte) []string {
	lines := strings.Split(string(text), "\n")
	slices.Sort(lines)
	return lines
}

// cutAtZero reports whether the reply to a printf ends where the first zero byte
// of its output belongs.
func (e *Evidence) cutAtZero() bool {
	text, _, zero := bytes.Cut(e.Want[e.headSize():], []byte{0})
	return isServer(e) && one(WrongBytes, NoReply, EndedEarly, BadLength)(e) && bytes.HasPrefix(e.lastSaid(), []byte("printf")) &&
		zero && len(text) >= 8 && bytes.HasSuffix(e.Got, text) && bytes.Count(e.Got, text) == 1
}

// afterKill reports whether a command that the program ran was killed.
func (e *Evidence) afterKill() bool {
	return bytes.Contains(e.Said(), []byte("killed after "))
}

// endsOtherwise reports whether more than half of what was wanted has come, and then
// something else, such as a word about what was cut.
func (e *Evidence) endsOtherwise() bool {
	same := commonLength(e.Got, e.Want)
	return same > len(e.Want)/2 && same < len(e.Got)
}

// commonLength returns how many bytes a and b share at their beginning.
func commonLength(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// Ruler returns the command with which the checker measures how much of a command
// is read: every four bytes of its output tell where in it they stand.
func Ruler() string {
	text := rulerHead
	for len(text) < rulerSize {
		text += fmt.Sprintf("%04d", len(text))
	}
	return text
}

const (
	rulerHead = "echo "
	rulerSize = 1000 // within the 1024 bytes of lesson07's commands
)

// RoomFor returns how many bytes of the Ruler were read, by the reply to it, or
// 0 where all were or the reply does not tell.
func RoomFor(reply []byte) int {
	whole := Ruler()
	n := commonLength(reply, []byte(whole[len(rulerHead):]))
	if n == 0 || len(rulerHead)+n == len(whole) || len(reply) == n || reply[n] != '\n' || !round(len(rulerHead)+n) {
		return 0
	}
	return len(rulerHead) + n
}

// roomTold says how long the server's buffer is.
func (e *Evidence) roomTold() string {
	return fmt.Sprintf("Your buffer holds %d bytes.", e.Room)
}
