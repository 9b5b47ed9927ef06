package check

import (
	"maps"
	"strings"

	"socketworkshop/checker/tutor"
)

// lookAtBuffer ends the input of a caller that lacks the words on standard error:
// they may lie in a buffer for standard output, which many languages write out
// at the end alone. A Go program has none.
func (s *script) lookAtBuffer(e *tutor.Evidence) {
	if e.Kind != tutor.NoWords || !e.Datagrams || e.Role != "call" || e.Exited || e.Spinning || e.Receiving || len(e.Source) > 0 {
		return
	}
	_ = s.prog.EndInput() // the program may have ended already
	s.gatherExit()
	if text := string(s.prog.Stdout.Bytes()); strings.Contains(strings.ToLower(text), "no reply") {
		e.Stdout = text
		e.Findings = append(e.Findings, tutor.Finding{Name: "end of input", Told: "I ended its input, and at its end the words stood on standard output."})
	}
}

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
