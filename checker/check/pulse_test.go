package check

import (
	"testing"
	"time"
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
