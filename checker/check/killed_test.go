package check

import (
	"testing"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// TestShortTimeExplains looks at replies that a right program may give when its
// commands had no processor for the short time, and at some that none gives.
func TestShortTimeExplains(t *testing.T) {
	const notice = "killed after 300ms"
	for _, test := range []struct {
		want, got string
		lines     []string
		hasty     bool
	}{
		{"two\n", notice + "\n", nil, true},
		{"two\n", notice + "\n" + notice + "\n", []string{notice}, true},
		{"two\n", notice + "\n\n" + notice + "\n", []string{notice}, true},
		{"two\n", notice + notice, []string{notice}, true},
		{"two\n", notice + "tw\n" + notice, []string{notice}, true},
		{"one\ntwo\n", notice + "\none\n" + notice + "\n", []string{notice}, true},
		{"one\ntwo\n", notice + "\non\n" + notice + "\n", []string{notice}, true},
		{"one\ntwo\n", "one\n" + notice + "\n", []string{notice}, true},
		{notice, notice + "\n", nil, true},
		{notice, "\n" + notice, nil, true},
		{"two\n", "killed after", nil, true},
		{"two\n", "killed after 30", nil, true},

		{"two\n", "killed after 300000000", nil, false},
		{"two\n", "killed after 5s\n", []string{notice}, false},
		{"two\n", "killed after 0s\ntwo\n", []string{notice}, false},
		{"two\n", "one" + notice + "\n", []string{notice}, false},
		{"two\n", "two\n", []string{notice}, false},
		{"one\ntwo\n", notice + "\ntwo\n" + notice + "\n", []string{notice}, false},
		{"two\n", notice + "\nlost\ntwo\n", []string{notice}, false},
		{notice, "one" + notice, nil, false},
	} {
		s := &script{hurry: 300 * time.Millisecond, limited: true}
		e := tutor.Evidence{Kind: tutor.WrongBytes, Want: []byte(test.want), Got: []byte(test.got), Expected: test.lines}
		if s.hasty(e) != test.hasty {
			t.Errorf("for %q came %q: the short time explains it: %t, want %t", test.want, test.got, !test.hasty, test.hasty)
		}
	}
}

// TestPausesDoNotCount asks how much of some spans of time a script let go by.
func TestPausesDoNotCount(t *testing.T) {
	const ms = time.Millisecond
	s := &script{pauses: []pause{{at: 100 * ms, lasts: 200 * ms}, {at: 500 * ms, lasts: 10 * ms}}}
	for _, test := range []struct{ from, to, want time.Duration }{
		{0, 100 * ms, 0},
		{0, 150 * ms, 50 * ms},
		{150 * ms, 250 * ms, 100 * ms},
		{250 * ms, 400 * ms, 50 * ms},
		{300 * ms, 500 * ms, 0},
		{0, time.Second, 210 * ms},
	} {
		if got := s.paused(test.from, test.to); got != test.want {
			t.Errorf("from %v to %v: got %v, want %v", test.from, test.to, got, test.want)
		}
	}
}

// TestBodyOf takes the headers off replies, whole and cut short.
func TestBodyOf(t *testing.T) {
	for _, test := range []struct{ frames, reply, want string }{
		{"", "\x02\x00\x00\x00hi", "\x02\x00\x00\x00hi"},
		{wire.StructFrames, "\x02\x00\x00\x00hi", "hi"},
		{wire.StructFrames, "\x00\x00\x00\x00", ""},
		{wire.StructFrames, "hi", "hi"},
		{wire.JSONFrames, "\x0f\x00\x00\x00{\"data_size\":2}hi", "hi"},
		{wire.JSONFrames, "\x0f\x00\x00\x00{\"data_", ""},
	} {
		s := &script{frames: test.frames}
		if got := string(s.bodyOf([]byte(test.reply))); got != test.want {
			t.Errorf("with frames %q the body of %q is %q, want %q", test.frames, test.reply, got, test.want)
		}
	}
}
