package check

import (
	"socketworkshop/checker/tutor"
)

// lookAtPackets notes what the datagram sockets tell: where else the wanted
// datagram went, and who had asked for the one that came.
func (s *script) lookAtPackets(e *tutor.Evidence) {
	if !s.check.Datagrams {
		return
	}
	e.Datagrams, e.Forged = true, s.forged
	e.Turns = max(e.Turns, s.turns[e.Conn])
	e.Queued = s.queued()
	for _, name := range s.order {
		if name != e.Conn && s.boxes[name].Holds(e.Want) > 0 {
			e.Astray = name
		}
		e.Copies += s.boxes[name].Holds(e.Got)
	}
	e.Copies += s.came[string(e.Got)]
	for said := range s.sent {
		if len(e.Got) > 0 && said != "" && string(tutor.Upper([]byte(said))) == string(e.Got) && string(e.Got) != string(e.Want) {
			e.Others = true
		}
	}
}
