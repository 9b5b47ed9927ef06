package check

import "testing"

// TestTellsOf makes sure that a time is not taken for a count.
func TestTellsOf(t *testing.T) {
	for text, want := range map[string]int{
		"2 round trips, 1.2ms\n": 1, "round trips: 2, 3 ms": 1, "trips: 2.\n": 1, "two round trips": 1, "trips=2 time=0.3 s": 1,
		"2...": 1, "2 sends and waits": 1, "2 trips\n2\n2 ms\nTwo": 3, "trips: 2\nsent: 5": 1,
		"2次往返，用时1.2ms": 1, "往返2次（2毫秒）": 1, "两次往返，2s": 1, "2x round trip": 1, "waited twice": 1,
		"count=2,time=0.3ms": 1, "2RTT 0.3ms": 1, "2trips/0.3ms": 1, "rtt x2 1.3ms": 1, "round_trips2 0.3": 1, "2,35ms": 1,
		"２往復、1.2ミリ秒": 1, "deux allers-retours, 0.7 ms": 1, "zwei Umläufe": 1, "Два обмена, 0.2 мс": 1, "두 번 왕복": 1,
		"0.3 ms": 0, "time: 0.3 ms": 0,
		"un aller-retour, 0.7 ms": 0, "один обмен, 2 мс": 0, "一次往返，0.2毫秒": 0, "1往復、2ミリ秒": 0, "十二次, 0.2 s": 0,
		"第2条命令：往返一次，2ms后": 0, "第二条：十二次": 0, "用时2秒": 0, "2nd: 1 trip, v2": 0,
		"1 round trip, 2.35ms": 0, "1 trip in 2 ms": 0, "1 trip, 2ms": 0, "1 trip, 2 \u00b5s": 0, "1 trip, 2 seconds": 0, "12 trips": 0, "1.2": 0,
	} {
		if got := tellsOf([]byte(text), "2"); got != want {
			t.Errorf("tellsOf(%q, 2) = %d, want %d", text, got, want)
		}
	}
}
