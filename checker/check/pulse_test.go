package check

import (
	"testing"
	"time"

	"socketworkshop/checker/tutor"
)

// A beat that has not come yet counts as well as one that came late.
func TestPulse(t *testing.T) {
	var p pulse
	begun := time.Now()
	if late := p.worst(begun); late != 0 {
		t.Errorf("before the first beat: want 0 late, got %v", late)
	}
	p.expect(begun.Add(-time.Second))
	if late := p.worst(begun); late < time.Second {
		t.Errorf("a beat is overdue by 1 s: want that late or later, got %v", late)
	}
	p.note(begun.Add(time.Second))
	p.expect(time.Now().Add(time.Hour))
	if late := p.worst(begun); late != 2*time.Second {
		t.Errorf("a beat came 2 s late: want that, got %v", late)
	}
	if late := p.worst(begun.Add(2 * time.Second)); late != 0 {
		t.Errorf("since then: want 0 late, got %v", late)
	}
}

// A program that has waited long for a processor may have given up. One that has
// not, or that still waits, fails.
func TestGaveUp(t *testing.T) {
	now := time.Now()
	for _, c := range []struct {
		kind         tutor.Kind
		took, late   time.Duration
		before, want bool
	}{
		{tutor.WrongBytes, 6 * time.Second, 1300 * time.Millisecond, false, true},
		{tutor.WrongBytes, 6 * time.Second, 1100 * time.Millisecond, false, false},
		{tutor.WrongBytes, 6 * time.Second, 1300 * time.Millisecond, true, false},
		{tutor.WrongBytes, 4 * time.Second, 1300 * time.Millisecond, false, false},
		{tutor.NoReply, 6 * time.Second, 1300 * time.Millisecond, false, false},
	} {
		s := &script{gate: newGate(""), started: now.Add(-c.took)}
		at := now.Add(-c.took / 2)
		if c.before {
			at = s.started.Add(-time.Second)
		}
		s.gate.pulse.expect(at.Add(-c.late))
		s.gate.pulse.note(at)
		s.gate.pulse.expect(now.Add(time.Hour))
		if got := s.gaveUp(tutor.Evidence{Kind: c.kind}); got != c.want {
			t.Errorf("%s after %v, with %v lost: gave up is %v, want %v", c.kind, c.took, c.late, got, c.want)
		}
	}
}
