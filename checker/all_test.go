package main

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"socketworkshop/checker/check"
)

// TestLanes: as many lessons as there are lanes are judged side by side, never
// more, however long the first one takes, and what came of them is told in their
// order.
func TestLanes(t *testing.T) {
	const lessons, lanes = 7, 3
	ended := make([]chan struct{}, lessons)
	for i := range ended {
		ended[i] = make(chan struct{})
	}
	var turn sync.Mutex
	running, most := 0, 0
	add := func(n int) {
		turn.Lock()
		defer turn.Unlock()
		running += n
		most = max(most, running)
	}
	judge := func(_ context.Context, i int) (*check.Result, error) {
		add(1)
		defer close(ended[i])
		defer add(-1)
		switch i {
		case 0:
			<-ended[lessons-1] // all others come to their end in the lanes beside this one
		case 1:
			<-ended[2]
		}
		return &check.Result{Seed: uint64(i)}, nil
	}
	var told []int
	for i, r := range inLanes(t.Context(), lessons, lanes, judge) {
		if r.err != nil || r.result.Seed != uint64(i) {
			t.Errorf("lesson %d: got %+v", i, r)
		}
		told = append(told, i)
	}
	if want := []int{0, 1, 2, 3, 4, 5, 6}; !slices.Equal(told, want) {
		t.Errorf("lessons were told in the order %v, want %v", told, want)
	}
	if most > lanes {
		t.Errorf("%d lessons were judged at the same time, want at most %d", most, lanes)
	}
}

// TestLanesStop: when no more is asked for, what runs is stopped and waited for.
func TestLanesStop(t *testing.T) {
	var begun, stopped atomic.Int32
	judge := func(ctx context.Context, i int) (*check.Result, error) {
		if i == 0 {
			return nil, context.Canceled
		}
		begun.Add(1)
		<-ctx.Done()
		stopped.Add(1)
		return nil, ctx.Err()
	}
	for _, r := range inLanes(t.Context(), 9, 3, judge) {
		if r.err == nil {
			t.Error("lesson 0 ended without its error")
		}
		break
	}
	if b, s := begun.Load(), stopped.Load(); b > 3 || s != b {
		t.Errorf("%d lessons were begun beside the first, and %d stopped; want 3 at most, and all of them stopped", b, s)
	}
}
