package check

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// A talk is what one side asks and the other answers.
type peerTalk struct {
	flags   []string // of the solution's server
	key     string   // that both have, where there is one
	asks    string   // the lines of the caller
	typed   string   // the lines of the operator, where there is one
	answers string   // what a caller prints who talks to the solution's server
	printed string   // what the solution's caller prints
}

var peerTalks = map[string]peerTalk{
	"lesson04": {asks: "hello\nworld 你好\n", answers: "HELLO\nWORLD 你好\n", printed: "HELLO\nWORLD 你好\n"},
	"lesson05": {
		asks: "hello\ngood morning\n", typed: "hi\nand to you\n", answers: "hi\nand to you\n",
		printed: "[127.0.0.1:PORT] answer to hello\n[127.0.0.1:PORT] answer to good morning\n",
	},
	"lesson06": {
		flags: []string{"-now", "2031-03-05T07:04:09Z"}, asks: "%H:%M on %d %B\n%Y-%m-%d %X\n",
		answers: "07:04 on 05 March\n2031-03-05 07:04:09\n", printed: "07:04 on 05 March\n2031-03-05 07:04:09\n",
	},
	"lesson07": {asks: "echo hello\necho oops >&2\n", answers: "hello\noops\n", printed: "hello\noops\n"},
	"lesson08": {asks: "echo hello\necho oops >&2; echo out\n", answers: "hello\noops\nout\n", printed: "hello\noops\nout\n"},
	"lesson10": {asks: framedAsks, answers: framedAnswers, printed: framedAnswers},
	"lesson12": {asks: framedAsks, answers: framedAnswers, printed: framedAnswers},
	"lesson13": {asks: framedAsks, answers: framedAnswers, printed: framedAnswers},
	"lesson15": {key: "linhaifeng bang bang bang\n", asks: "hello\nworld\n", answers: "HELLO\nWORLD\n", printed: "HELLO\nWORLD\n"},
}

// Replies whose end the caller knows may be longer than one Read.
const framedAsks = "echo hello\nseq 1 600\ntrue\necho oops >&2; echo 你好\n"

var framedAnswers = "hello\n" + seq(600) + "\noops\n你好\n"

// TestTutorialPeers lets the programs of the classic Python tutorial talk to
// the solutions, as servers and as callers.
func TestTutorialPeers(t *testing.T) {
	python := python3(t)
	w, all := workshop(t)
	for _, l := range all {
		talk, ok := peerTalks[l.Short()]
		if !ok {
			continue
		}
		binary := solution(t, l.Short())
		script := filepath.Join(w.Root, "testdata", "peers", l.Short()+".py")
		keyed := keyFlags(t, talk.key)
		talk.flags = append(talk.flags, keyed...)
		t.Run(l.Short()+"/caller", func(t *testing.T) { callOurs(t, binary, python, script, talk) })
		t.Run(l.Short()+"/server", func(t *testing.T) { callTheirs(t, l, binary, python, script, talk, keyed...) })
	}
}

// python3 returns the machine's Python, or skips the test.
func python3(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skipf("skipped: %v", err)
	}
	return program.Interpreter(t.Context(), []string{"python3"}, ".")[0]
}

// keyFlags returns the flags that give a program its key, where it has one.
func keyFlags(t *testing.T, key string) []string {
	if key == "" {
		return nil
	}
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(key), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"-key-file", file}
}

// serveOurs starts the solution's server and returns its address.
func serveOurs(t *testing.T, binary program.Binary, talk peerTalk) string {
	t.Helper()
	p, addr := startServer(t, binary, talk.flags...)
	if err := p.Type(talk.typed); err != nil {
		t.Fatal(err)
	}
	return addr
}

// callOurs lets their caller talk to our server.
func callOurs(t *testing.T, binary program.Binary, python, script string, talk peerTalk) {
	t.Parallel()
	addr := serveOurs(t, binary, talk)
	cmd := exec.CommandContext(t.Context(), python, script, "caller", addr[strings.LastIndexByte(addr, ':')+1:])
	cmd.Stdin = strings.NewReader(talk.asks)
	out, err := cmd.CombinedOutput()
	if err != nil || string(out) != talk.answers {
		t.Errorf("their caller printed %q, %v; want %q", out, err, talk.answers)
	}
}

// callTheirs lets our caller talk to their server.
func callTheirs(t *testing.T, l lesson.Lesson, binary program.Binary, python, script string, talk peerTalk, flags ...string) {
	t.Parallel()
	server := exec.CommandContext(t.Context(), python, script, "server")
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = server.Process.Kill() // it serves for ever
		_ = server.Wait()         // as it was killed
	}()
	port, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	addr := "127.0.0.1:" + strings.TrimSpace(port)
	args, first := toCall(t, l, addr)
	caller := exec.CommandContext(t.Context(), binary.Command[0], append(args, flags...)...)
	caller.Stdin = strings.NewReader(first + talk.asks)
	got, err := caller.Output()
	if want := strings.ReplaceAll(talk.printed, "127.0.0.1:PORT", addr); err != nil || string(got) != want {
		t.Errorf("our caller printed %q, %v; want %q", got, err, want)
	}
}

// toCall returns the words that let a solution call addr, and what must be
// typed before it does.
func toCall(t *testing.T, l lesson.Lesson, addr string) (args []string, typed string) {
	t.Helper()
	if l.Short() != "lesson05" {
		return []string{"call", "-addr", addr}, ""
	}
	book := filepath.Join(t.TempDir(), "book.json")
	if err := os.WriteFile(book, fmt.Appendf(nil, "{%q: %q}", "anna", addr), 0o666); err != nil {
		t.Fatal(err)
	}
	return []string{"call", "-contacts", book}, "anna\n"
}
