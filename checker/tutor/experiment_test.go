package tutor

import (
	"testing"
	"time"

	"socketworkshop/checker/wire"
)

// TestEachExperimentIsWaitedFor: when the time for all of them runs out during
// the second, its answer may still come. Each look asks once for answers.
func TestEachExperimentIsWaitedFor(t *testing.T) {
	log := wire.NewLog(func() {})
	ln, err := log.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	conn, err := log.Dial(t.Context(), "alice", "tcp", ln.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
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
	if len(found) != 2 || found[0].Effect || found[1].Name != Filler || !found[1].Effect {
		t.Errorf("found %+v, want an effect of %s alone", found, Filler)
	}
}
