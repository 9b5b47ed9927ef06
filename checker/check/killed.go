package check

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// killedPerhaps notes that a command was killed which need not have been, perhaps
// because there was no processor for it: then it has not shown what it was to.
func (s *script) killedPerhaps(reply string) {
	if !s.limited || s.lastPace() || !strings.Contains(reply, "killed after ") {
		return
	}
	s.starved = s.process().Starved()
	s.vague = s.vague || s.dozed()
}

// swift notes that commands ran further apart than a timer of the first that goes
// on would reach: then the last has not shown that there is none.
func (s *script) swift(args []string) {
	most := s.hurry * time.Duration(s.number("swift", args[1])) / 10
	var said, answered []time.Duration
	for _, e := range s.log.Events() {
		switch {
		case e.Conn != args[0] || e.Size == 0:
		case e.From == wire.FromChecker:
			said = append(said, e.At)
		case e.From == wire.FromProgram:
			answered = append(answered, e.At)
		}
	}
	if len(said) == 0 || len(answered) == 0 {
		s.misuse("swift %s: nothing was said and answered there", args[0])
	}
	s.vague = s.vague || answered[len(answered)-1]-said[0] > most
}

// undelayed waits for the reply to a command that takes less than the limit. Where it
// comes when the limit is over, the machine has kept the command back, and a server
// that kills it then is right. Hardly any machine does so for seconds.
func (s *script) undelayed(args []string) {
	var reply []byte
	var took time.Duration
	s.await(func() bool { reply, took = s.lastReply(args[0]); return len(reply) > 0 }) // what has not come the next word misses
	if took >= s.hurry && !s.lastPace() {
		s.tooLate("the machine is too slow to judge: a command took %v, as long as the limit", took.Round(time.Millisecond))
	}
}

// namesAnotherLimit reports whether a line of the reply tells of a kill after
// another time than the one that was given. That comes of no slow machine. Of the
// last line a part may be all that has come, and behind the right time, without a
// newline, may stand what the next command is answered.
func (s *script) namesAnotherLimit(reply []byte) bool {
	lines := strings.Split(strings.Trim(string(reply), "\r\n"), "\n")
	right := s.hurry.String()
	for i, line := range lines {
		limit, killed := strings.CutPrefix(line, "killed after ")
		part := i == len(lines)-1 && strings.HasPrefix(right, limit)
		if killed && !part && !strings.HasPrefix(limit, right) {
			return true
		}
	}
	return false
}

// tellsWrongly reports whether a command was killed when it was to be, and how the
// reply tells of it is wrong: the notice is there and behind other text on its line,
// the command had printed all that it was to, or something in front of what is told.
// Any of the commands may have had no processor for the short time, and then a right
// program's reply holds a part of what was to be printed, or nothing, and a notice.
func (s *script) tellsWrongly(e tutor.Evidence) bool {
	notice, text := s.notice(), bytes.TrimRight(e.Want, "\r\n")
	lines := strings.FieldsFunc(string(e.Got), func(r rune) bool { return r == '\r' || r == '\n' })
	amiss := slices.ContainsFunc(lines, func(line string) bool { return strings.Index(line, notice) > 0 })
	switch {
	case string(text) == notice:
		return amiss
	case slices.Contains(e.Expected, notice):
		return amiss || s.gap(e.Got, text, notice) || len(text) > 0 && bytes.HasPrefix(e.Got, text)
	}
	return false
}

// notice is how a reply tells that its command was killed.
func (s *script) notice() string {
	return strings.Join([]string{"killed after", s.hurry.String()}, " ")
}

// gap reports whether something stands between the first notice and the text that
// the next command prints, of which a second notice may leave a part.
func (s *script) gap(got, text []byte, notice string) bool {
	_, told, _ := bytes.Cut(got, []byte(notice+"\n"))
	told, _, _ = bytes.Cut(told, []byte(notice))
	return s.frames == "" && !bytes.HasPrefix(text, bytes.TrimRight(told, "\r\n"))
}

// killedToo makes sure that a reply which was cut behind a head says so and ends with
// the notice that the command was killed. A program may also end what prints too much,
// and answer before the limit is over.
func (s *script) killedToo(args []string) {
	c, notice := s.conn(args[0]), s.notice()
	s.quiet([]string{c.Name}) // on a stream without lengths a reply has no other end
	reply, took := s.lastReply(c.Name)
	_, tail, ok := strings.Cut(string(s.bodyOf(reply)), args[1])
	said, killed := strings.CutSuffix("\n"+strings.TrimRight(tail, "\r\n"), "\n"+notice)
	e := tutor.Evidence{Kind: tutor.NoLine, Conn: c.Name, Got: reply, Expected: []string{notice}}
	switch {
	case !ok: // it is too long: the next word tells of that
	case killed && args[1] == "":
		s.vague = s.vague || strings.TrimSpace(said) == "" // it had no processor to print anything
	case killed && strings.TrimSpace(said) == "":
		s.fail(e, "%s heard the first %d bytes of the output, and no word that some are missing", c.Name, len(args[1]))
	case !killed && (took >= s.hurry || strings.Contains(tail, "killed after")):
		s.fail(e, "the reply to %s ends with %.60q; want %q on a line of its own", c.Name, said[strings.LastIndex(said, "\n")+1:], notice)
	}
}

// bodyOf returns what stands behind the header of a reply.
func (s *script) bodyOf(reply []byte) []byte {
	switch {
	case s.frames == "" || len(reply) < headerSize:
		return reply
	case s.frames == wire.StructFrames:
		return reply[headerSize:]
	}
	_, body, ok := cutMessage(reply)
	if !ok {
		return nil
	}
	return body
}

// lastReply returns what the program has answered to the last command on a
// connection, and how long after it the first of that came. Of a long one the log
// holds no end: it is nil.
func (s *script) lastReply(conn string) (reply []byte, took time.Duration) {
	var asked time.Duration
	whole := true
	for _, e := range s.log.Events() {
		switch {
		case e.Conn != conn || e.Size == 0:
		case e.From == wire.FromChecker && string(e.Bytes) != ready:
			asked, reply, whole = e.At, nil, true
		case e.From == wire.FromProgram:
			if len(reply) == 0 {
				took = e.At - asked
			}
			reply, whole = append(reply, e.Bytes...), whole && len(e.Bytes) == e.Size
		}
	}
	if !whole {
		return nil, 0
	}
	return reply, took
}
