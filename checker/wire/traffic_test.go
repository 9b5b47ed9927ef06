package wire

import "testing"

func TestTraffic(t *testing.T) {
	l := NewLog(func() {})
	l.add("alice", FromChecker, []byte("one"), "")
	l.add("alice", FromChecker, []byte("two"), "")
	l.add("alice", FromProgram, []byte("ONETWO"), "")
	l.add("bob", FromProgram, []byte("a call"), "")
	l.add("bob", FromChecker, []byte("heard"), "")
	l.add("bob", FromProgram, []byte("more"), "")
	l.Note("carol", FromChecker, "dials")
	l.write(Event{Conn: "dan", From: FromChecker, Size: 0, Datagram: true})
	l.write(Event{Conn: "dan", From: FromProgram, Bytes: []byte("x"), Size: 1, Datagram: true})
	want := Traffic{Conns: 2, Datagrams: 2, Said: 11, Heard: 17, Writes: 4, Pieces: 4, RoundTrips: 3}
	if got := l.Traffic(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if want.Calls() != 4 || want.Bytes() != 28 {
		t.Errorf("%d calls with %d bytes, want 4 with 28", want.Calls(), want.Bytes())
	}
	sum := want
	if sum.Add(want); sum != (Traffic{4, 4, 22, 34, 8, 8, 6}) {
		t.Errorf("twice that is %+v", sum)
	}
}
