package tutor

import (
	"bytes"
	"testing"
	"time"

	"socketworkshop/checker/wire"
)

// called returns a listener, and a connection to it.
func called(t *testing.T) (*wire.Listener, *wire.Conn) {
	t.Helper()
	log := wire.NewLog(func() {})
	ln, err := log.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() }) // nothing is kept there
	conn, err := log.Dial(t.Context(), "alice", "tcp", ln.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() }) // nor here
	return ln, conn
}

// TestEachExperimentIsWaitedFor: when the time for all of them runs out during
// the second, its answer may still come. Each look asks once for answers.
func TestEachExperimentIsWaitedFor(t *testing.T) {
	_, conn := called(t)
	const first = 12 // looks at what comes of the first, asleep of them at rest
	looks := 0
	found := Subject{
		Conn:    conn,
		Changed: func() <-chan struct{} { return nil },
		Answers: func([]byte) bool { looks++; return looks >= first+fewest-1 },
		Resting: func() bool { return looks > first-asleep && looks <= first },
		Starved: func() time.Duration { // until the second
			if looks > first {
				return -time.Hour
			}
			return time.Duration(looks) * time.Minute
		},
	}.Experiment()
	if len(found) != 2 || found[0].Effect || found[1].Name != Newline || !found[1].Effect {
		t.Errorf("found %+v, want an effect of %s alone", found, Newline)
	}
}

// TestALateAnswerShowsNothing: a program that has no processor half of the time
// and works all the while answers in the time of the second experiment. It may
// have been the first that it answers.
func TestALateAnswerShowsNothing(t *testing.T) {
	ln, conn := called(t)
	begun := time.Now()
	var peer *wire.Conn
	found := Subject{
		Conn:    conn,
		Changed: func() <-chan struct{} { return nil },
		Answers: func([]byte) bool {
			if peer == nil {
				peer = ln.Accept("peer")
			}
			if peer == nil {
				return false
			}
			heard, _ := peer.Heard()
			return bytes.Contains(heard, []byte("\n"))
		},
		Resting: func() bool { return false },
		Starved: func() time.Duration { return time.Since(begun) / 2 },
	}.Experiment()
	if len(found) != 0 {
		t.Errorf("found %+v, want nothing", found)
	}
}

// TestAnExperimentThatEndsTheCall: what ends the connection is not called
// nothing, nor is what comes and is no answer.
func TestAnExperimentThatEndsTheCall(t *testing.T) {
	tests := []struct {
		name string
		does func(c *wire.Conn) error
		want string
	}{
		{"hangs up", (*wire.Conn).CloseWrite, "I sent a newline, and it hung up."},
		{"breaks off", (*wire.Conn).Reset, "I sent a newline, and it broke off."},
		{"says something", func(c *wire.Conn) error { return c.Send([]byte("what?")) }, "I sent a newline, and something else came."},
	}
	for _, test := range tests {
		ln, conn := called(t)
		answered := false
		found := Subject{
			Conn: conn, Only: []string{Newline}, Changed: func() <-chan struct{} { return nil },
			Answers: func([]byte) bool {
				if peer := ln.Accept("peer"); peer != nil && !answered {
					answered = true
					if err := test.does(peer); err != nil {
						t.Error(err)
					}
				}
				return false
			},
			Resting: func() bool { return answered },
			Starved: func() time.Duration { return 0 },
		}.Experiment()
		if len(found) != 1 || found[0].Told != test.want || found[0].Effect {
			t.Errorf("%s: found %+v, want %q", test.name, found, test.want)
		}
	}
}
