package check

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// says waits for lines of standard output while the program runs.
func (s *script) says(lines []string) {
	p := s.process()
	missing := func() string {
		printed := strings.Split(strings.ReplaceAll(string(p.Stdout.Bytes()), "\r\n", "\n"), "\n")
		for _, line := range lines {
			if !slices.Contains(printed, line) {
				return line
			}
		}
		return ""
	}
	if o := s.await(func() bool { return missing() == "" }); o != reached {
		e := tutor.Evidence{Kind: tutor.BadOutput, Conn: s.lastConn(), Want: []byte(missing() + "\n"), Got: p.Stdout.Bytes()}
		s.failOn(o, e, "standard output does not say %q; the program %s", missing(), s.doing(o))
	}
}

func (s *script) quote(args []string) { s.ts.Setenv(args[0], strconv.Quote(args[1])) }

// segments makes sure that the program writes its messages whole. A Write of
// less than a segment holds, with TCP_NODELAY, is one segment. A busy kernel
// may join several, so what the program has asked the system for counts as well.
// The first Write leaves by itself, for nothing is under way that it could wait
// for: several Writes are two segments at least.
func (s *script) segments(args []string) {
	text := args[1]
	if !strings.Contains(text, "-") {
		text = "0-" + text
	}
	least, most, err := readRange(text)
	if err != nil {
		s.misuse("segments %s: want N or LEAST-MOST", args[1])
	}
	c := s.conn(args[0])
	n, ok := c.Segments()
	if !ok {
		s.stop(Skip, "the system does not show in how many segments something came")
	}
	if n < least {
		s.fail(tutor.Evidence{Kind: tutor.Lumped, Conn: c.Name}, "what the program said came in %d segments; want at least %d", n, least)
	}
	e := tutor.Evidence{Kind: tutor.Crumbled, Conn: c.Name}
	if n > most {
		s.fail(e, "what the program said came in %d segments; want at most %d", n, most)
	}
	if _, writes, err := s.process().Transfers(); err == nil && writes > c.Came()/2 {
		s.fail(e, "the program has written %d times to say %d bytes", writes, c.Came())
	}
}

// nodelay waits for a socket option at the program's end.
func (s *script) nodelay(args []string) {
	want, err := strconv.ParseBool(args[1])
	if err != nil {
		s.misuse("nodelay %s: want true or false", args[1])
	}
	c := s.conn(args[0])
	o := s.await(func() bool {
		peer, seen := c.Peer()
		if seen != nil {
			return false
		}
		got, err := s.process().NoDelay(peer.Inode)
		if errors.Is(err, program.ErrNoProc) || errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.ENOSYS) {
			s.stop(Skip, "the options of the program's socket cannot be seen here: %v", err)
		}
		return err == nil && got == want
	})
	if o != reached {
		s.failOn(o, tutor.Evidence{Kind: tutor.BadOption, Conn: c.Name}, "TCP_NODELAY of the program's socket is %v; want %v", !want, want)
	}
}

// notBefore makes sure that what has just come took the program some time. Only
// a start that was too long ago can be seen for certain, or a line that was
// typed too long ago.
func (s *script) notBefore(args []string) {
	least := s.duration("notbefore", args[0])
	took := time.Since(s.typedAt)
	switch {
	case s.typedAt.IsZero(): // it is measured from the start alone
	case took < least:
		s.fail(tutor.Evidence{Kind: tutor.TooSoon, Conn: s.lastConn()}, "this came %v after the line was typed; want at least %v", took.Round(time.Millisecond), least)
	case took-s.gate.pulse.worst(s.typedAt)-s.process().Starved() < least:
		s.vague = true // it may have been due sooner
	}
	if took := time.Since(s.started); took < least {
		e := tutor.Evidence{Kind: tutor.TooSoon, Conn: s.lastConn()}
		s.fail(e, "all of it came within %v; want at least %v", took.Round(time.Millisecond), least)
	}
}

// cuttings lets the program count what it reads of random messages in random
// pieces.
func (s *script) cuttings(args []string) {
	n, err := strconv.Atoi(args[0])
	if err != nil {
		s.misuse("cuttings %s: want a number", args[0])
	}
	s.bent = true
	for i := range n {
		messages := s.messages()
		pieces := s.cut(messages)
		s.serveAs("count", []string{"-expect", strings.Join(messages, ",")})
		c := s.dialTo(fmt.Sprint("alice", i+1), s.addr)
		s.sendPieces(c, pieces...)
		s.hangup([]string{c.Name})
		s.prints([]string{tally(pieces, messages)})
		s.exit(nil)
	}
}

// messages returns two to four short random texts.
func (s *script) messages() []string {
	var all []string
	for range 2 + s.random.IntN(3) {
		from := letters
		if s.random.IntN(3) == 0 {
			from = letters[:26] + chinese
		}
		all = append(all, s.pick(1+s.random.IntN(20), from))
	}
	return all
}

// cut returns the messages in one to five pieces. Every second cut lies between
// two messages.
func (s *script) cut(messages []string) [][]byte {
	text := []byte(strings.Join(messages, ""))
	cuts := []int{0, len(text)}
	for range s.random.IntN(5) {
		at := s.random.IntN(len(text))
		if s.random.IntN(2) == 0 {
			at = len(strings.Join(messages[:s.random.IntN(len(messages))], ""))
		}
		cuts = append(cuts, at)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var pieces [][]byte
	for i, at := range cuts[1:] {
		pieces = append(pieces, text[cuts[i]:at])
	}
	return pieces
}

// tally returns the line that count prints when each piece is one Read.
func tally(pieces [][]byte, messages []string) string {
	var piece, message []int // which one each byte belongs to
	for i, p := range pieces {
		piece = append(piece, slices.Repeat([]int{i}, len(p))...)
	}
	for i, m := range messages {
		message = append(message, slices.Repeat([]int{i}, len(m))...)
	}
	sticking, splitting := "no", "no"
	for i := 1; i < len(piece); i++ {
		if message[i] != message[i-1] && piece[i] == piece[i-1] {
			sticking = "yes"
		}
		if message[i] == message[i-1] && piece[i] != piece[i-1] {
			splitting = "yes"
		}
	}
	return fmt.Sprintf("%d reads, %d messages, sticking: %s, splitting: %s", len(pieces), len(messages), sticking, splitting)
}
