package check

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

func (s *script) setWeather(args []string) {
	kinds := map[string]int{
		"split": 3, "bytes": 2, "joined": 2, "held": 2,
		"lost": 2, "doubled": 2, "swapped": 2, "late": 2, "stranger": 2, "calm": 2,
	}
	if kinds[args[1]] != len(args) {
		s.misuse("weather %s: there is no such weather", strings.Join(args, " "))
	}
	s.bent = s.bent || args[1] != "calm"
	s.weather[args[0]] = strings.Join(args[1:], " ")
	if args[1] == "held" {
		s.hold(s.conn(args[0]))
	}
}

func (s *script) send(args []string) {
	s.bidden = append(s.bidden, args[1:]...)
	if m := s.boxes[args[0]]; m != nil {
		var all []letter
		for _, text := range args[1:] {
			all = append(all, letter{s.server(), text})
		}
		s.post(m, all)
		return
	}
	c := s.conn(args[0])
	s.noteMessages(args[1:])
	kind, number, _ := strings.Cut(s.weather[args[0]], " ")
	switch kind {
	case "joined":
		s.sendOne(c, []byte(strings.Join(args[1:], ""))) // stopping the program instead might give it EINTR, signal(7)
		s.faults++
	case "split":
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 {
			s.misuse("weather split %s: want a number of bytes", number)
		}
		for _, text := range args[1:] {
			n := min(n, len(text))
			s.sendPieces(c, []byte(text[:n]), []byte(text[n:]))
		}
	case "bytes":
		s.sendPieces(c, slices.Collect(slices.Chunk([]byte(strings.Join(args[1:], "")), 1))...)
	default:
		for _, text := range args[1:] {
			s.sendOne(c, []byte(text))
		}
	}
}

// sendOne sends p in one piece. A program that has hung up is no failure
// here: what it had to say before that is judged by recv.
func (s *script) sendOne(c *wire.Conn, p []byte) {
	stop := context.AfterFunc(s.ctx, func() { _ = c.Close() }) // it need not arrive any more
	if s.role != "serve" {
		s.poured += int64(len(p))
	}
	s.scattered = s.scattered || c.Torn(len(p))
	err := c.Send(p)
	if stop(); isTimeout(err) {
		if s.gate.pulse.worst(s.begun) > sendLate {
			s.unknown("the machine is too slow to judge: the checker itself was late")
		}
		s.fail(tutor.Evidence{Kind: tutor.NotReading, Conn: c.Name}, "the program does not read what %s says", c.Name)
	}
}

const thawLimit = 5 * time.Second // for what was sent to arrive

// freeze stops the program. One that has ended stays as it is: what it did
// before is judged by a later word.
func (s *script) freeze([]string) {
	s.bent, s.frozen = true, s.process()
	if s.unstopped {
		return
	}
	s.log.Note("", "checker", "stops the program")
	if err := s.frozen.Freeze(); err != nil && !s.overNow() {
		s.unknown("the program cannot be stopped: %v", err)
	}
}

// thaw lets the program go on, once all that was sent to it lies ready.
func (s *script) thaw([]string) {
	ctx, cancel := context.WithTimeout(s.ctx, thawLimit)
	defer cancel()
	var err error
	for _, c := range s.open {
		if e := c.Arrived(ctx); !errors.Is(e, wire.ErrGone) {
			err = errors.Join(err, e)
		}
	}
	if s.frozen == nil {
		s.misuse("thaw has nothing to thaw; freeze comes first")
	}
	_, over := s.frozen.Status()
	var thawed error
	if !s.unstopped {
		s.log.Note("", "checker", "lets the program go on")
		thawed = s.frozen.Thaw()
	}
	switch {
	case over:
	case thawed != nil:
		s.unknown("the program cannot be let go on: %v", thawed)
	case err != nil:
		s.unknown("what was sent could not be laid into the program's queue: %v", err)
	default:
		s.faults++
	}
}

// jumps reports whether the program may have given up because it was stopped: some
// calls of the system end with EINTR then, also where no signal is handled (signal(7),
// "Interruption of system calls and library functions by stop signals"), and no
// contract speaks of that. Go's runtime makes them again.
func (s *script) jumps() bool {
	if s.frozen == nil || s.unstopped || len(s.binary.Source) > 0 {
		return false
	}
	if _, over := s.frozen.Status(); over {
		return true
	}
	return slices.ContainsFunc(s.open, func(c *wire.Conn) bool { _, end := c.Heard(); return end != nil })
}

func (s *script) recv(args []string) {
	if m := s.boxes[args[0]]; m != nil {
		s.collect(m, args[1:])
		return
	}
	s.expect(s.conn(args[0]), []byte(strings.Join(args[1:], "")))
}

// expect waits for exactly the bytes of want on c.
func (s *script) expect(c *wire.Conn, want []byte) {
	var got []byte
	var end error
	o := s.await(func() bool {
		got, end = c.Heard()
		return end != nil || len(got) >= len(want) || !bytes.HasPrefix(want, got)
	})
	if bytes.HasPrefix(got, want) {
		c.Take(len(want))
		s.turns[c.Name]++
		return
	}
	e := tutor.Evidence{Conn: c.Name, Want: want, Got: got}
	switch {
	case !bytes.HasPrefix(want, got):
		e.Got = s.rest(c)
		e.Kind = tutor.WrongBytes
		s.fail(e, "%s heard other bytes than expected", c.Name)
	case end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "%s heard %d of %d bytes, and then the program hung up", c.Name, len(got), len(want))
	default:
		e.Kind = tutor.NoReply
		s.failOn(o, e, "%s heard %d of %d bytes, and then nothing more; the program %s", c.Name, len(got), len(want), s.doing(o))
	}
}

const (
	restLimit  = 100 * time.Millisecond // for what belongs to a wrong reply
	restLimits = 5                      // of them, for a program that is still at work
)

// rest returns what c hears when nothing more comes for a moment: a wrong
// reply is understood better whole. A busy machine may keep the program from
// the end of it for longer.
func (s *script) rest(c *wire.Conn) []byte {
	for waited := 0; ; {
		rings := s.bell.rings()
		got, end := c.Heard()
		if end != nil {
			return got
		}
		select {
		case <-rings:
		case <-time.After(restLimit):
			waited++
			if s.prog == nil || waited == restLimits || s.resting() {
				return got
			}
		}
	}
}

// read waits until all is read; a program that has hung up will read no more. What
// is only a part of a message may be left for the rest.
func (s *script) read(args []string) {
	if m := s.boxes[args[0]]; m != nil {
		s.taken(m)
		return
	}
	before := s.faults
	switch {
	case len(args) == 1:
		s.consumed(s.conn(args[0]))
	case args[1] == "part":
		s.handed(s.conn(args[0]))
	default:
		s.misuse("read %s: there is no %q", args[0], args[1])
	}
	s.faults = before // nothing was cut
}

func (s *script) talk(args []string) {
	c := s.conn(args[0])
	n, err := strconv.Atoi(args[1])
	if err != nil {
		s.misuse("talk %s: want a number of messages", strings.Join(args, " "))
	}
	for range n {
		s.exchange(c, s.words(10+s.random.IntN(30)))
	}
}

// exchange says one message and waits for it in capitals.
func (s *script) exchange(c *wire.Conn, message string) {
	s.send([]string{c.Name, message})
	s.expect(c, tutor.Upper([]byte(message)))
}
