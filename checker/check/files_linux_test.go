package check

import (
	"encoding/binary"
	"io"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"socketworkshop/checker/program"
)

// onTerminal runs our caller with a terminal as standard error, and returns
// what is on it.
func onTerminal(t *testing.T, binary program.Binary, addr, dir, typed string) string {
	t.Helper()
	screen, tty := openTerminal(t)
	cmd := exec.Command(binary.Command[0], "call", "-addr", addr, "-dir", dir)
	cmd.Stdin, cmd.Stderr = strings.NewReader(typed), tty
	read := make(chan string)
	go func() {
		text, _ := io.ReadAll(screen) // the end of a terminal is an error
		read <- string(text)
	}()
	if err := cmd.Run(); err != nil {
		t.Log(err) // it may have been refused something
	}
	if err := tty.Close(); err != nil {
		t.Fatal(err)
	}
	return <-read
}

// TestProgressOnATerminal puts a file and wants a bar that is drawn over, and a
// newline behind it.
func TestProgressOnATerminal(t *testing.T) {
	_, binary := fileLesson(t)
	theirs, mine := t.TempDir(), t.TempDir()
	write(t, filepath.Join(mine, "large"), noise(3_000_000))
	write(t, filepath.Join(mine, "empty"), nil)
	p, addr := serveFiles(t, binary, theirs)
	defer p.Stop()
	got := onTerminal(t, binary, addr, mine, "put large\nput empty\n")
	if !strings.Contains(got, "\rput large [") || strings.Count(got, "100 %\r\n") != 2 || strings.Count(got, "\r") < 5 {
		t.Errorf("on the terminal stands %q", got)
	}
}

// TestServersWordsOnATerminal lets a server refuse with words that a terminal
// would obey, and name another file with them.
func TestServersWordsOnATerminal(t *testing.T) {
	_, binary := fileLesson(t)
	for _, reply := range []string{
		`{"status":"error","message":"no\u001b[2J\u0007\u009b\u007f"}`,
		`{"status":"\u001b[2J"}`,
		`{"status":"ok","filename":"\u001b[2J\u009b","filesize":1}`,
	} {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 4096)) // whatever it asks for
			_, _ = conn.Write(append(binary32(len(reply)), reply...))
			_ = conn.Close() // this was all
		}()
		got := onTerminal(t, binary, ln.Addr().String(), t.TempDir(), "get a.txt\n")
		_ = ln.Close() // nobody else calls
		for _, r := range got {
			if r != '\r' && r != '\n' && (unicode.IsControl(r) || r == unicode.ReplacementChar) {
				t.Errorf("%q reached the terminal", got)
				break
			}
		}
	}
}

func binary32(n int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(n)) }
