package wire

import (
	"io"
	"testing"
)

// TestTapKeepsLastWords lets callers speak and break off in a server's long
// answer, which the Tap is passing on to them: what they said stands in the record.
func TestTapKeepsLastWords(t *testing.T) {
	const words = "and that was all"
	for range 50 {
		caller, server, tap, r := through(t, "tcp", Bend{})
		poured := make(chan struct{})
		go func() {
			defer close(poured)
			for buf := make([]byte, pieceSize); ; {
				if _, err := server.Write(buf); err != nil {
					return // the caller has broken off
				}
			}
		}()
		if _, err := io.ReadFull(caller, make([]byte, pieceSize)); err != nil {
			t.Fatal(err)
		}
		say(t, caller, words)
		if err := caller.Close(); err != nil { // with bytes unread: a reset
			t.Fatal(err)
		}
		<-poured
		if err := tap.Finish(); err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, p := range r.events() {
			if p.What == Says && p.From == FromCaller {
				said += string(p.Bytes)
			}
		}
		if said != words {
			t.Fatalf("the caller said %q; want %q in %s", said, words, story(r.events()))
		}
	}
}

// TestTapFinishes lets both sides leave right after the caller has spoken: Finish
// waits until that is told.
func TestTapFinishes(t *testing.T) {
	for range 50 {
		caller, server, tap, r := through(t, "tcp", Bend{})
		say(t, caller, "and that was all")
		for _, c := range []io.Closer{caller, server} {
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if err := tap.Finish(); err != nil {
			t.Fatal(err)
		}
		if !happened(Says, FromCaller)(r.events()) {
			t.Fatalf("the caller said nothing in %s", story(r.events()))
		}
	}
}
