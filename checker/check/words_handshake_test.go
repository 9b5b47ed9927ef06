package check

import "testing"

// TestTellsOf makes sure that a time is not taken for a count.
func TestTellsOf(t *testing.T) {
	for text, want := range map[string]bool{
		"2 round trips, 1.2ms\n": true, "round trips: 2, 3 ms": true, "trips: 2.\n": true, "two round trips": true, "trips=2 time=0.3 s": true,
		"2...": true, "2 sends and waits": true, "trips: 2\nsent: 5": true,
		"1 round trip, 2.35ms": false, "1 trip in 2 ms": false, "1 trip, 2ms": false, "1 trip, 2 \u00b5s": false, "1 trip, 2 seconds": false, "12 trips": false, "1.2": false,
	} {
		if got := tellsOf([]byte(text), "2"); got != want {
			t.Errorf("tellsOf(%q, 2) = %v, want %v", text, got, want)
		}
	}
}
