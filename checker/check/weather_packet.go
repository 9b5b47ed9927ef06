package check

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// post sends datagrams as the weather has it.
func (s *script) post(m *wire.Mailbox, all []letter) {
	for _, l := range s.held[m.Name] {
		s.postOne(m, l)
		s.late = append(s.late, l.text)
		s.faults++
	}
	delete(s.held, m.Name)
	switch s.weather[m.Name] {
	case "lost":
		for _, l := range all {
			s.log.Note(m.Name, wire.FromChecker, fmt.Sprintf("says %.40q, which is lost on the way", l.text))
			s.sent[l.text]++
			s.faults++
		}
		return
	case "late":
		for _, l := range all {
			s.log.Note(m.Name, wire.FromChecker, fmt.Sprintf("says %.40q, which is held back", l.text))
		}
		s.held[m.Name] = all
		return
	case "swapped":
		if len(all) < 2 {
			s.misuse("weather swapped: one datagram alone cannot change its place")
		}
		slices.Reverse(all)
		s.faults++
	}
	for _, l := range all {
		s.postBent(m, l)
	}
}

// postBent sends one datagram, and what the weather adds to it.
func (s *script) postBent(m *wire.Mailbox, l letter) {
	switch s.weather[m.Name] {
	case "doubled":
		s.postOne(m, l)
		s.faults++
	case "stranger":
		s.forge(m, l.to)
		s.faults++
	}
	s.postOne(m, l)
}

// postOne sends one datagram. A program that has closed its socket is no
// failure here: that it does not answer is judged by recv.
func (s *script) postOne(m *wire.Mailbox, l letter) {
	err := m.Post([]byte(l.text), l.to)
	if err != nil && !errors.Is(err, syscall.ECONNREFUSED) {
		s.unknown("sending a datagram of %d bytes: %v", len(l.text), err)
	}
	s.sent[l.text]++
	s.said[m.Name] = l.text
}

// forge sends datagrams from other addresses than m's to the same place: from
// another port, and, where loopback has several hosts, from the same port of
// another host.
func (s *script) forge(m *wire.Mailbox, to netip.AddrPort) {
	const name, namesake = "stranger", "namesake"
	if s.boxes[name] == nil {
		s.socket([]string{name})
		elsewhere := netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 2}), m.Addr().Port())
		if other, err := s.log.Socket(namesake, elsewhere.String()); err == nil { // on Linux, if the port is free there
			s.boxes[namesake] = other
			s.order = append(s.order, namesake)
		}
	}
	for _, n := range []string{name, namesake} {
		if s.boxes[n] == nil {
			continue
		}
		text := s.words(24)
		s.forged = append(s.forged, text)
		s.postOne(s.boxes[n], letter{to, text})
	}
}

// crowd lays one datagram of each of many callers into the program's queue
// before it may read the first.
func (s *script) crowd(args []string) {
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 || n > maxCrowd {
		s.misuse("crowd %s: want a number up to %d", args[0], maxCrowd)
	}
	names, words := make([]string, n), make([]string, n)
	for i := range n {
		names[i], words[i] = fmt.Sprintf("caller%d", i+1), s.words(16)
		s.socket(names[i : i+1])
	}
	s.freeze(nil)
	for i := range n {
		before := s.queued()
		s.postOne(s.box(names[i]), letter{s.server(), words[i]})
		if !s.unstopped {
			s.arrived(before)
		}
	}
	s.thaw(nil)
	for i := range n {
		s.collect(s.box(names[i]), []string{string(tutor.Upper([]byte(words[i])))})
	}
}

// maxCrowd is how many small datagrams fit for certain into a queue of the
// usual size, 212992 bytes on Linux.
const maxCrowd = 150

// arrived waits until more lies in the program's queue than before.
func (s *script) arrived(before int64) {
	poll := time.NewTicker(200 * time.Microsecond)
	defer poll.Stop()
	for end := time.Now().Add(thawLimit); s.queued() <= before; <-poll.C {
		if _, over := s.prog.Status(); over {
			return // a later word says so
		}
		if time.Now().After(end) {
			s.unknown("what was sent could not be laid into the program's queue")
		}
	}
}

// taken waits until the program has taken every datagram off its queue.
func (s *script) taken(m *wire.Mailbox) {
	if _, err := wire.Bindings(nil); err != nil {
		s.unknown("the program's datagram sockets cannot be seen: %v", err)
	}
	if o := s.await(func() bool { return s.queued() == 0 }); o != reached {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotReading, Conn: m.Name}, "the program does not take the datagrams off its queue; it %s", s.doing(o))
	}
}
