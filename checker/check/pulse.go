package check

import (
	"context"
	"sync"
	"time"
)

// A pulse tells how late the checker itself gets a processor. Where it does so
// late, the program under test does too, and a short time that it was given may
// be over before it could do anything.
type pulse struct {
	mu    sync.Mutex
	beats []beat // the late ones, the oldest first
}

type beat struct {
	at   time.Time
	late time.Duration
}

const (
	beatEvery = 10 * time.Millisecond
	beatLate  = 40 * time.Millisecond // less is usual
	sendLate  = time.Second           // too late to tell that a program does not read
)

// run beats until ctx is done.
func (p *pulse) run(ctx context.Context) {
	for last := time.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(beatEvery):
		}
		now := time.Now()
		if late := now.Sub(last) - beatEvery; late > beatLate {
			p.mu.Lock()
			p.beats = append(p.beats, beat{now, late})
			p.mu.Unlock()
		}
		last = now
	}
}

// worst returns by how much the latest beat since then was late.
func (p *pulse) worst(since time.Time) (late time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, b := range p.beats {
		if b.at.After(since) {
			late = max(late, b.late)
		}
	}
	return late
}
