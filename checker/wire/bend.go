package wire

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// A Bend says how what is passed on travels badly. Nothing of it is bent with
// the zero value.
type Bend struct {
	Call, Serve bool // what is bent: what the caller says, what the server says
	First       bool // of the first connection alone

	// Of a stream.
	Split int           // pieces of so many bytes, each sent when the last has been read
	Join  time.Duration // bytes are held for so long, and sent together
	Cut   int64         // the connection is ended behind so many bytes of one direction
	Reset bool          // and by a reset

	// Of datagrams.
	Drop   float64 // how many of them are lost, from 0 to 1
	Double bool    // each is sent twice
	Swap   bool    // two that follow each other change places
	Seed   uint64  // decides which are lost

	Delay time.Duration // everything arrives so much later
}

// of reports whether what somebody says is bent.
func (b Bend) of(from string) bool {
	return from == FromCaller && b.Call || from == FromServer && b.Serve
}

// Counts tell how often each bend was used.
type Counts struct {
	Split, Join, Delay, Cut, Drop, Double, Swap int64
}

// Counts returns how often each bend was used until now.
func (t *Tap) Counts() Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts
}

// used counts a use of a bend, n being a field of t.counts.
func (t *Tap) used(n *int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	*n++
}

// draws are random numbers for each direction, so that what is lost of one does
// not depend on the other.
type draws struct{ call, serve *rand.Rand }

func newDraws(seed uint64) draws {
	return draws{rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(seed, 2))}
}

// lost draws whether what somebody says is lost.
func (t *Tap) lost(from string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.draws.call
	if from == FromServer {
		r = t.draws.serve
	}
	if r.Float64() >= t.o.Bend.Drop {
		return false
	}
	t.counts.Drop++
	return true
}

const lineLength = 64 // pieces or datagrams of one direction that are late at the same time

// delayed returns what next returns, so much later. Next is not called while a
// line full of things is waiting.
func delayed[T any](ctx context.Context, all *sync.WaitGroup, by time.Duration, next func() (T, error)) func() (T, error) {
	type late struct {
		what T
		err  error
		due  time.Time
	}
	line := make(chan late, lineLength)
	all.Go(func() {
		for {
			what, err := next()
			select {
			case line <- late{what, err, time.Now().Add(by)}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	})
	return func() (none T, err error) {
		select {
		case l := <-line:
			select {
			case <-time.After(time.Until(l.due)):
				return l.what, l.err
			case <-ctx.Done():
			}
		case <-ctx.Done():
		}
		return none, net.ErrClosed
	}
}
