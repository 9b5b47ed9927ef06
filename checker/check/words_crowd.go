package check

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/sight"
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

func (s *script) number(word, text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		s.misuse("%s %s: want a number", word, text)
	}
	return n
}

func (s *script) threads(args []string) { s.throng.threads = s.number("threads", args[0]) }

// silence lets callers come who say nothing, or as many of them as there are
// descriptors for. They are not recorded: only that they are there counts.
func (s *script) silence(args []string) {
	n := s.number("silence", args[0])
	dialer := net.Dialer{Timeout: fullQueue}
	if !s.throng.scarce {
		some, kept := s.grant(n)
		defer kept()
		n, dialer.Timeout = some, throngLimit
	}
	paced := len(s.binary.Source) == 0 // Go's backlog is as long as the system allows
	for i := range n {
		conn, err := dialer.DialContext(s.ctx, "tcp", s.addr)
		if sight.Lacks(err) {
			s.unknown("the checker cannot call: %v", err)
		}
		if s.throng.scarce && isTimeout(err) {
			n = i // the others find no room in a backlog that is short
			break
		}
		if err != nil {
			s.fail(tutor.Evidence{Kind: tutor.Refused}, "caller %d of %d cannot call the server: %v", i+1, n, reason(err))
		}
		s.throng.silent = append(s.throng.silent, conn)
		if i%fewQueue == 0 {
			paced = paced && s.takenSoon()
		}
	}
	s.log.Note("", "checker", fmt.Sprintf("lets %s call and say nothing", count(n, "caller")))
}

const (
	fewQueue  = 4 // callers fit into the shortest backlog that is usual
	soonTaken = 100 * time.Millisecond
	fullQueue = 500 * time.Millisecond // the system takes a call at once where there is room for it
)

// takenSoon waits a little for the program to take those who have called: its
// backlog may be short. One that does not take them is judged by a later word.
func (s *script) takenSoon() bool {
	for end := time.Now().Add(soonTaken); time.Now().Before(end); <-time.After(time.Millisecond) {
		if s.files() >= len(s.throng.silent) {
			return true
		}
	}
	return false
}

// leave hangs up on the callers who say nothing.
func (s *script) leave([]string) {
	s.log.Note("", "checker", "hangs up on those who say nothing")
	s.throng.hush()
}

// weigh tells, in an experiment, how much memory silent callers take. It lets as
// many come as asked for, or as there are descriptors for.
func (s *script) weigh(args []string) {
	n := s.number("weigh", args[0])
	before, held, others := s.resident(), s.files(), len(s.throng.silent)
	s.silence(args)
	most := len(s.throng.silent) - others
	if o := s.await(func() bool { return s.files() >= held+most }); o != reached {
		s.unknown("the program has taken %d of %d calls", s.files()-held, most)
	}
	each := (s.resident() - before) / int64(most)
	figure := fmt.Sprintf("%d callers who say nothing: %.1f kB of memory each", most, float64(each)/1000)
	if a, err := s.look(); err == nil && a.Children > 0 {
		figure = fmt.Sprintf("%d callers who say nothing: served by other processes, which are not weighed", most)
	}
	if most < n {
		figure += fmt.Sprintf(" (there are no descriptors here for %d)", n)
	}
	s.figures = append(s.figures, figure)
}

// filesOfUpload is how many descriptors a right server may hold for a caller who
// puts a file: the connection, the file, its folder and a lock.
const filesOfUpload = 4

// upload lets callers put a file each. They speak in the opposite order to that
// in which they have called, so that no queue hides that they wait for one
// another, and stop half-way.
func (s *script) upload(args []string) {
	n, size := s.number("upload", args[0]), s.number("upload", args[1])
	if room, err := s.process().Room(); err == nil && room < n*filesOfUpload {
		s.unknown("the program may open %d files more, and %d callers may need %d: there would be too many open files", room, n, n*filesOfUpload)
	}
	for i := range n {
		name := fmt.Sprint("slow", i+1)
		s.throng.uploads = append(s.throng.uploads, halfUpload{s.dialTo(name, s.addr), name, s.pick(size, letters)})
	}
	for _, u := range slices.Backward(s.throng.uploads) {
		header := fmt.Sprintf(`{"cmd":"put","filename":"%s","filesize":%d}`, u.name, size)
		s.sendOne(u.conn, []byte(framed(header)+u.content[:size/2]))
	}
	for _, u := range slices.Backward(s.throng.uploads) {
		before := s.faults
		s.handed(u.conn)
		s.faults = before // nothing was cut
	}
}

// arrive sends the other halves, and wants every file in the folder, beside
// those that are named.
func (s *script) arrive(args []string) {
	all := s.throng.uploads
	want := slices.Clone(args)
	for _, u := range slices.Backward(all) {
		s.sendOne(u.conn, []byte(u.content[len(u.content)/2:]))
		want = append(want, u.name, u.content)
	}
	for _, u := range slices.Backward(all) {
		s.expects([]string{u.name, fmt.Sprintf(`{"status":"ok","filename":"%s"}`, u.name)})
	}
	s.throng.uploads = nil
	s.holds(want)
}

// wins looks who of two that put the same file has won.
func (s *script) wins(args []string) {
	c, text := s.conn(args[0]), args[4]
	if readRequest(string(s.hearOrEnd(c))).Status == "ok" {
		text = args[3]
	}
	s.holds([]string{args[1], args[2], text})
}

// jostle lays the requests of many callers ready while the program stands still,
// and then lets all of them hang up at once. A program that has but a share of a
// processor does one thing after another: so it is done again while its threads
// are moved about, and once more where the checker itself was late.
func (s *script) jostle(args []string) {
	n, times := s.number("jostle", args[0]), s.number("jostle", args[1])
	once := func() { s.jostleOnce(n, times, args[2], args[3], strings.Join(args[4:], "")) }
	once()
	for range jostles {
		s.shuffled(once)
		if s.gate.pulse.worst(s.begun) < beatLate {
			break
		}
	}
}

const jostles = 4 // more, at most

func (s *script) jostleOnce(n, times int, message, reply, body string) {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprint("caller", i+1))
		s.dialTo(names[i], s.addr)
	}
	s.freeze(nil)
	for _, name := range names {
		s.sendOne(s.conn(name), []byte(strings.Repeat(message, times)))
	}
	s.throng.together = true
	s.thaw(nil)
	for range times {
		for _, name := range names {
			s.expects([]string{name, reply, body})
		}
	}
	s.freeze(nil)
	for _, name := range names {
		s.hangup([]string{name})
	}
	for _, name := range names {
		s.open = slices.DeleteFunc(s.open, func(c *wire.Conn) bool { return c.Name == name }) // nothing more can arrive
	}
	s.thaw(nil)
	s.quiet(nil)
}

// scarce lets the program open few descriptors more.
func (s *script) scarce(args []string) {
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 0 {
		s.misuse("scarce %s: want a number", args[0])
	}
	err = s.process().Scarce(n)
	if errors.Is(err, program.ErrNoProc) {
		s.stop(Skip, "this system cannot bound the descriptors of another program")
	}
	if err != nil {
		s.unknown("the program's descriptors cannot be bounded: %v", err)
	}
	s.throng.scarce = true
	s.log.Note("", "checker", "lets the program open "+count(n, "descriptor")+" more")
}

// mayQueue ends the check where nobody can call until a call has been taken.
func (s *script) mayQueue([]string) {
	addr, err := netip.ParseAddrPort(s.addr)
	if err != nil {
		s.misuse("mayqueue: the server is not called over TCP: %v", err)
	}
	if full, err := wire.Full(addr); err == nil && full {
		s.stop(Pass, "")
	}
}

// door waits until nobody can call the server any more.
func (s *script) door([]string) {
	o := s.await(func() bool {
		ctx, cancel := context.WithTimeout(s.ctx, time.Second)
		defer cancel()
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.addr)
		if err == nil {
			_ = conn.Close() // nothing was said
		}
		if sight.Lacks(err) {
			s.unknown("the checker cannot call: %v", err)
		}
		return err != nil && ctx.Err() == nil // a call that was not made in time tells nothing
	})
	if o != reached && o != exited {
		s.failOn(o, tutor.Evidence{Kind: tutor.StillOpen}, "told to end, the server still takes calls at %s", s.addr)
	}
}
