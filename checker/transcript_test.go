package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"socketworkshop/checker/check"
)

// chatter returns events of many callers, of three bytes each.
func chatter(n int) []check.Event {
	var all []check.Event
	for i := range n {
		all = append(all, check.Event{At: float64(i) / 1000, Conn: fmt.Sprintf("bob%d", i), From: "checker", Bytes: []byte("pwd")})
	}
	return all
}

// wireOf returns the lines of a failure's wire.
func wireOf(verbose bool, f check.Failure) []string {
	a := &app{verbose: verbose}
	return strings.Split(strings.TrimSuffix(a.transcript(f.Transcript()), "\n"), "\n")
}

func TestTranscriptShowsWhatMatters(t *testing.T) {
	wrong := chatter(100)
	reply := bytes.Repeat([]byte("0123456789abcdef"), 40)
	wrong[30] = check.Event{Conn: "alice", From: "program", Bytes: reply}
	got := bytes.Clone(reply)
	want := bytes.Clone(reply)
	want[325] = 'X' // in the row at 0140
	silent := chatter(100)
	silent[50] = check.Event{Conn: "alice", From: "checker", Bytes: []byte("last word"), Unread: 4}
	tests := []struct {
		name string
		f    check.Failure
		says []string
	}{
		{"the first wrong byte", check.Failure{Wire: wrong, Conn: "alice", Differs: &check.Difference{Conn: "alice", Want: want, Got: got}},
			[]string{"lines before; -v shows all]", "[304 bytes before]", "0130  ", "0140  30 31 32 33 34 35", "                     ^^ the first wrong byte", "bob31", "lines behind; -v shows all]"}},
		{"the last word before silence", check.Failure{Wire: silent, Conn: "alice"},
			[]string{"lines before", "bob49", "|last word|", "[4 bytes of this the program has not read]", "bob51", "lines behind"}},
		{"the end", check.Failure{Wire: chatter(100)}, []string{"lines before; -v shows all]", "bob98", "bob99"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines := wireOf(false, tt.f)
			if len(lines) > wireRows {
				t.Errorf("%d lines are shown, want at most %d", len(lines), wireRows)
			}
			rest := strings.Join(lines, "\n")
			for _, text := range tt.says {
				_, after, ok := strings.Cut(rest, text)
				if !ok {
					t.Fatalf("the wire does not go on with %q:\n%s", text, strings.Join(lines, "\n"))
				}
				rest = after
			}
			if all := wireOf(true, tt.f); len(all) < 100 || strings.Contains(strings.Join(all, "\n"), "shows all") {
				t.Errorf("-v shows %d lines", len(all))
			}
		})
	}
}

// TestTranscriptCountsWhatIsLeftOut adds up the lines that are shown and those
// that are not.
func TestTranscriptCountsWhatIsLeftOut(t *testing.T) {
	for n := range 60 {
		for focus := range n {
			f := check.Failure{Wire: chatter(n), Conn: fmt.Sprintf("bob%d", focus)}
			lines := wireOf(false, f)
			shown, out := 0, 0
			for _, line := range lines {
				more := 0
				if _, err := fmt.Sscanf(line, "[%d line", &more); err != nil {
					shown++
				}
				out += more
			}
			if shown+out != n || len(lines) > wireRows || !strings.Contains(strings.Join(lines, "\n"), f.Conn+" →") {
				t.Fatalf("of %d lines %d are shown and %d said to be left out, want %s among them:\n%s", n, shown, out, f.Conn, strings.Join(lines, "\n"))
			}
		}
	}
}
