package check

import (
	"maps"

	"socketworkshop/checker/tutor"
)

// lookAtPackets notes what the datagram sockets tell: where else the wanted
// datagram went, whose answer the one that came is, and whether some answer
// came more often than it was asked for.
func (s *script) lookAtPackets(e *tutor.Evidence) {
	if !s.check.Datagrams {
		return
	}
	e.Datagrams, e.Forged, e.Late = true, s.forged, s.late
	e.Turns = max(e.Turns, s.turns[e.Conn])
	e.Queued = s.queued()
	for _, b := range s.bindings() {
		e.Connected = e.Connected || b.Connected
	}
	e.Asked = s.said[e.Conn]
	if m := s.boxes[e.Conn]; m != nil {
		if held := m.Held(); len(held) > 0 {
			e.Next = held[0].Bytes
		}
		s.gaugePacket(e, m)
		s.answerQuit(e, func(reply []byte) { _ = m.Post(reply, s.asked["quit"]) })
	}
	if s.prog != nil {
		e.Receiving, e.Threaded = s.prog.Receiving(), s.prog.Threaded()
	}
	e.Unasked = map[string]bool{}
	came := maps.Clone(s.came)
	for _, name := range s.order {
		for _, p := range s.boxes[name].Held() {
			came[string(p.Bytes)]++
			e.Unasked[string(p.Bytes)] = true
			if name != e.Conn && string(p.Bytes) == string(e.Want) {
				e.Astray = name
			}
		}
	}
	for said, times := range s.sent {
		answer := string(tutor.Upper([]byte(said)))
		e.Copied = e.Copied || said != "" && came[answer] > times
		e.Others = e.Others || said != "" && answer == string(tutor.Upper(e.Got)) && answer != string(e.Want)
	}
}
