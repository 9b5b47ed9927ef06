package check

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"syscall"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

const (
	roundsBefore = 2               // of callers, before the first measure: what a program keeps for later, it has by then
	roundsLate   = 5               // the same where few callers come in a round
	roundsAfter  = 2               // and the rest of the callers that were asked for
	roundsMost   = 9               // where the memory has grown
	sessionKeeps = 192             // bytes that a call leaves behind leave no doubt, over thousands
	chance       = 256 << 10       // bytes; so much comes and goes
	sessionLimit = 6 * time.Second // for a round of a slow server, which is right, too

	leastPatience = 250 * time.Millisecond // for a reply, before one caller is looked at closely
	mostPatience  = 3 * time.Second        // the same where replies take long: ten times as long as the slowest
)

// sessionsOf lets callers come and go, in rounds, and measures after some of
// them and after the last. When the memory has grown, more callers come, until
// it has not grown with each, or there is no doubt.
func (s *script) sessionsOf(args []string) {
	n := s.number("sessions", args[0]) / (roundsBefore + roundsAfter)
	if len(s.binary.Source) == 0 {
		n /= 4 // its memory is not judged, and descriptors tell sooner
	}
	var begun, files, gone int // begun: the round after which the first measure was taken
	var first, last, step int64
	all := true
	for i := 1; i <= roundsMost; i++ {
		all = s.comeAndGo(n) && all
		held, now := s.settledAt(s.kept), s.weight()
		if begun > 0 {
			step = max(step, now-last)
		} else if s.throng.sessions >= roundsBefore*n || i == roundsLate {
			begun, files, gone, first = i, held, s.throng.sessions, now
		}
		few := s.throng.sessions-gone < roundsAfter*n && i < roundsMost // on a slow machine, or of a slow server
		if last = now; begun == 0 || i < begun+roundsAfter || few {
			continue
		}
		if held > files+fewFiles {
			s.givesNothingBack(files)
		}
		grown := now - first
		if i > begun+roundsAfter+1 {
			grown -= step // it may be the system's, which gives memory in large pieces
		}
		if grown <= max(int64(s.throng.sessions-gone)*sessionKeeps, chance) {
			return
		}
	}
	many := s.throng.sessions - gone
	if !all { // who waits for a slow server takes memory meanwhile, and few tell nothing
		s.unknown("the machine is too slow to judge: only %d callers came and went, too few to tell what the program keeps of each", many)
	}
	e := tutor.Evidence{Kind: tutor.Grows, Conn: s.lastConn(), Auth: tutor.Auth{Many: many}}
	s.fail(e, "the program's memory grows and grows: by %d KiB with %d callers, who have gone", (last-first)>>10, many)
}

// weight returns how much memory the program has, or 0 where that says nothing: also
// where the race detector has memory of its own.
func (s *script) weight() int64 {
	if !s.givesBack() || s.binary.Race {
		return 0
	}
	return s.resident()
}

// givesBack reports whether the program gives memory back when it was told to: that
// is told of Go alone, by GOGC, where the program does not tell the collector itself.
func (s *script) givesBack() bool {
	for _, text := range s.binary.Source {
		if strings.Contains(text, "debug.SetGCPercent(") || strings.Contains(text, "debug.SetMemoryLimit(") {
			return false
		}
	}
	return len(s.binary.Source) > 0
}

// kept returns how many descriptors the program holds that are no pipes.
func (s *script) kept() int {
	n, err := s.process().Kept()
	if err != nil {
		s.unknown("the program's descriptors cannot be seen: %v", err)
	}
	return n
}

// givesNothingBack fails unless the program gives its descriptors back after all.
func (s *script) givesNothingBack(before int) {
	if o, after, e := s.stillHeld(before); o != reached {
		s.failOn(o, e, "after %d callers the program holds %d descriptors; earlier it held %d", s.throng.sessions, after, before)
	}
}

// stillHeld waits for the program to give its descriptors back. Where it does
// not, it returns how many are held, and evidence.
func (s *script) stillHeld(before int) (o outcome, after int, e tutor.Evidence) {
	o = s.await(func() bool { after = s.kept(); return after <= before+fewFiles })
	sockets, all, err := s.prog.Descriptors()
	return o, after, tutor.Evidence{Kind: tutor.Leaks, Conn: s.lastConn(), Files: tutor.Files{LeftOpen: err == nil && len(sockets) < all/2}}
}

// What the callers of many say, the file that they put and get, and what is none.
const (
	sessionFile = "one"
	sessionGet  = `{"cmd":"get","filename":"` + sessionFile + `"}`
	sessionPut  = `{"cmd":"put","filename":"` + sessionFile + `","filesize":3}`
	sessionGot  = `{"status":"ok","filename":"` + sessionFile + `","filesize":3}`
	sessionVain = `{"cmd":"get","filename":"none"}`
	sessionDir  = `{"cmd":"get","filename":"docs"}`
)

// comeAndGo lets n callers come: one gets a file, one breaks off in the middle
// of one, one says nothing, one does not wait for the reply, and a few put the
// file, among them the first, or ask for what is not there or is a folder. It
// reports whether there was time for all.
func (s *script) comeAndGo(n int) (all bool) {
	get, put, vain, dir := framed(sessionGet), framed(sessionPut), framed(sessionVain), framed(sessionDir)
	begun := time.Now()
	for i := range n {
		said, file, broken := [...]string{get, put + "o", "", get}[i%4], true, i%4 > 0
		switch i % 40 {
		case 0:
			said, file = put+sessionFile, false
		case 4, 24:
			said, file = vain, false
		case 8, 28:
			said, file = dir, false
		}
		if err := s.session(said, file, broken); err != nil {
			c := s.dialTo(fmt.Sprint("caller", s.throng.sessions+1), s.addr) // once more, so that a failure can be explained
			s.next([]string{c.Name, put + sessionFile, sessionGot})
			s.next([]string{c.Name, get, sessionGot, sessionFile})
			s.forget(c)
		}
		if s.throng.sessions++; time.Since(begun) > sessionLimit {
			return false
		}
	}
	return true
}

// session is one caller of many. They are not recorded. One who breaks off does
// not wait for a reply, and the others read it, and a file behind it.
func (s *script) session(said string, file, broken bool) error {
	conn, err := (&net.Dialer{Timeout: throngLimit, KeepAlive: -1}).DialContext(s.ctx, "tcp", s.addr)
	if err != nil {
		return err
	}
	defer conn.Close()                                            // nothing is left to be heard
	defer context.AfterFunc(s.ctx, func() { _ = conn.Close() })() // the check is skipped: nobody waits for a reply
	if _, err = conn.Write([]byte(said)); err != nil || broken {
		if said != "" {
			_ = conn.(*net.TCPConn).SetLinger(0) // closing breaks off
		}
		return err
	}
	begun := time.Now()
	if err := conn.SetReadDeadline(begun.Add(s.throng.patience())); err != nil {
		return err
	}
	err = takeReply(conn, file)
	took := time.Since(begun)
	if err != nil {
		took /= 5 // the next one who waits in vain waits for twice as long
	}
	s.throng.slowest = max(s.throng.slowest, took)
	return err
}

// patience returns how long one caller of many waits for a reply.
func (t *throng) patience() time.Duration {
	return min(max(10*t.slowest, leastPatience), mostPatience)
}

// takeReply reads one reply, and behind it as much of a file as it says.
func takeReply(r io.Reader, file bool) error {
	length := make([]byte, lengthSize)
	if _, err := io.ReadFull(r, length); err != nil {
		return err
	}
	header, err := io.ReadAll(io.LimitReader(r, int64(binary.LittleEndian.Uint32(length))))
	if err != nil || !file {
		return err
	}
	size, err := strconv.ParseInt(readRequest(string(header)).Filesize, 10, 64)
	if err != nil {
		return err
	}
	_, err = io.CopyN(io.Discard, r, size)
	return err
}

// either waits until the program has said something to one of two callers, and
// names the two. Where it says nothing to anybody, the next word tells of it.
func (s *script) either(args []string) {
	spoken := func(c *wire.Conn) bool { n, end := c.Unread(); return n > 0 || end != nil }
	first, second := s.conn(args[0]), s.conn(args[1])
	s.goOn(s.await(func() bool { return spoken(first) || spoken(second) }))
	if !spoken(first) && spoken(second) {
		first, second = second, first
	}
	s.ts.Setenv("first", first.Name)
	s.ts.Setenv("second", second.Name)
}

// signals are those that a server is told to end by.
var signals = map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGINT": syscall.SIGINT}

// signal tells the program to end, and does not wait for that.
func (s *script) signal(args []string) {
	sig, ok := signals[args[0]]
	if !ok {
		s.misuse("signal %s: want SIGTERM or SIGINT", args[0])
	}
	s.tell(sig, args[0])
	s.throng.signals++
}

// dies waits for the program to end with a failure.
func (s *script) dies([]string) {
	if status := s.ended(); status.Code == 0 {
		s.fail(tutor.Evidence{Kind: tutor.BadExit, Conn: s.lastConn()}, "the program ended with %v; want another status, for it has failed", status)
	}
}
