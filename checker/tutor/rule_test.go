package tutor

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"socketworkshop/checker/wire"
)

// TestDiagnoseIsQuick gives evidence of a megabyte to every rule: whoever has
// made a mistake must not wait for its name.
func TestDiagnoseIsQuick(t *testing.T) {
	var b strings.Builder
	for i := range 160_000 {
		fmt.Fprintln(&b, i)
	}
	text := b.String()
	for _, got := range []string{text + "more", "less\n" + text, strings.Repeat("q", len(text)), text[:len(text)/2]} {
		for _, role := range []string{"serve", "call"} {
			for _, kind := range []Kind{NoReply, WrongBytes, Extra, EndedEarly, NotClosed, NotExited, BadExit, BadOutput, NoLine, BadLength} {
				e := &Evidence{
					Kind: kind, Role: role, Args: []string{role, "-max"}, Conn: "alice", Want: []byte(text), Got: []byte(got), Stdout: got, Stderr: got,
					Typed: []string{text}, Wire: []wire.Event{{Conn: "alice", From: wire.FromChecker, Bytes: []byte(text), Size: len(text)}},
				}
				begun := time.Now()
				Diagnose(e)
				if took := time.Since(begun); took > 5*time.Second {
					t.Errorf("%s, %s: took %v", role, kind, took)
				}
			}
		}
	}
}
