package main

import (
	"context"
	"errors"
	"sync"
	"time"
)

// This file is given and needs no change: who guesses has to wait.

// A backoff makes those wait who have guessed wrongly: after each failure twice
// as long. It counts by name and place, so that a stranger somewhere else cannot
// lock a user out, and it does not know which names exist.
type backoff struct {
	first time.Duration // after the first failure; 0 for never
	mu    sync.Mutex
	marks map[string]mark
}

type mark struct {
	failures int
	free     time.Time // when the next attempt may be made
}

const (
	maxDoublings = 5
	maxMarks     = 10_000
	maxWait      = 30 * time.Second // who would have to wait longer is sent away
)

// gap is the time between two attempts.
func (b *backoff) gap(failures int) time.Duration {
	if failures == 0 {
		return 0
	}
	return b.first << min(failures-1, maxDoublings)
}

// wait waits until who may make an attempt. Of several who wait, each has a time
// of its own: it does not help to guess on many connections.
func (b *backoff) wait(ctx context.Context, who string) error {
	b.mu.Lock()
	m, now := b.marks[who], time.Now()
	wait := max(m.free.Sub(now), 0)
	if m.failures > 0 && wait <= maxWait {
		m.free = now.Add(wait + b.gap(m.failures))
		b.marks[who] = m
	}
	b.mu.Unlock()
	if wait > maxWait {
		return errors.New("too many attempts")
	}
	select {
	case <-time.After(wait):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// note notes what came of an attempt.
func (b *backoff) note(who string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ok || b.first == 0 {
		delete(b.marks, who)
		return
	}
	now := time.Now()
	if len(b.marks) >= maxMarks { // memory has an end
		for other, m := range b.marks {
			if m.free.Before(now) {
				delete(b.marks, other)
			}
		}
	}
	m := b.marks[who]
	m.failures++
	if next := now.Add(b.gap(m.failures)); m.free.Before(next) {
		m.free = next
	}
	b.marks[who] = m
}
