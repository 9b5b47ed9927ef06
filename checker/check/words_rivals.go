package check

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// rivals starts servers at one path at the same time, many times.
func (s *script) rivals(args []string) {
	n, err := strconv.Atoi(args[1])
	if err != nil || n < 1 {
		s.misuse("rivals %s: want a number", args[1])
	}
	for i := range n {
		winner := s.contest(args[0])
		s.prog, s.addr, s.network = winner, args[0], "unix"
		name := fmt.Sprint("round", i+1)
		s.exchange(s.dialTo(name, args[0]), s.words(12))
		if i%2 == 0 {
			s.crash(nil) // its file stays, for the next ones to fight about
		} else {
			s.terminate(nil)
		}
	}
}

// contest starts three servers at a path, and returns the one that serves.
func (s *script) contest(path string) *program.Process {
	var all []*program.Process
	for range 3 {
		all = append(all, s.rival(path))
	}
	s.settleAll(all)
	winners := slices.DeleteFunc(slices.Clone(all), func(p *program.Process) bool { return !serving(p) })
	if len(winners) != 1 {
		s.fail(tutor.Evidence{Kind: tutor.Rivals}, "of three servers started at once at the same path %d serve; want 1", len(winners))
	}
	return winners[0]
}

func (s *script) rival(path string) *program.Process {
	s.start("serve", "serve", path, []string{"-network", "unix", "-addr", path})
	return s.prog
}

// settleAll waits until each of several servers at a path serves, or has ended.
func (s *script) settleAll(all []*program.Process) {
	for _, p := range all {
		s.prog = p
		if o := s.await(func() bool { return settled(p) }); o != reached && o != exited {
			s.failOn(o, tutor.Evidence{Kind: tutor.NotListening}, "one of %d servers at the same path neither serves nor refuses; it %s", len(all), s.doing(o))
		}
	}
}

func settled(p *program.Process) bool {
	_, serves := p.Listening()
	_, over := p.Status()
	return serves || over
}

func serving(p *program.Process) bool {
	_, serves := p.Listening()
	_, over := p.Status()
	return serves && !over
}

const (
	overtakings = 30                    // tries to stop a server at the right moment; a quarter and more succeed
	unseenLooks = 2                     // tries without seeing a look, before it is clear that none is to be seen
	slice       = 25 * time.Microsecond // for which a server goes on between two looks at the file
)

// overtaken starts a server where a dead one has left its file, stops it behind
// its look at that, and starts another, which is quick. One of them may serve.
func (s *script) overtaken(args []string) {
	for try, unseen := 0, 0; try < overtakings && unseen < unseenLooks; try++ {
		looked, stopped := s.overtake(args[0])
		if stopped {
			return // nothing else can happen next time
		}
		if !looked {
			unseen++
		}
	}
}

// overtake tries once. It reports whether the first server was seen to look,
// and whether it could be stopped before it did something about the file.
func (s *script) overtake(path string) (looked, stopped bool) {
	dead, err := newDeadSocket(path)
	if errors.Is(err, errors.ErrUnsupported) {
		return false, false
	}
	if err != nil {
		s.unknown("a socket that nobody listens at: %v", err)
	}
	defer os.Remove(path) // whoever's it is
	defer dead.Close()
	var slow *program.Process
	begun := time.Now()
	looked = dead.whileOnOneProcessor(
		func() { slow = s.rival(path) },
		func() bool { return settled(slow) || time.Since(begun) > lateLimit })
	defer slow.Stop()
	if err := slow.Freeze(); err != nil || !looked || !dead.lies() {
		return looked, false
	}
	s.log.Note("", "checker", "stops this server when it has looked at the file of a dead one, and starts another")
	quick := s.rival(path)
	defer quick.Stop()
	s.restsOrSettles(quick)
	if err := slow.Thaw(); err != nil {
		s.unknown("letting the program go on: %v", err)
	}
	s.settleAll([]*program.Process{quick, slow})
	if serving(quick) && serving(slow) {
		s.fail(tutor.Evidence{Kind: tutor.Rivals}, "of two servers at the same path, one of which was slow, both serve; want 1")
	}
	return true, true
}

// restsOrSettles waits until a server serves, refuses, or waits for something.
func (s *script) restsOrSettles(p *program.Process) {
	asleep := 0
	s.await(func() bool {
		a, err := p.Look()
		asleep++
		if err != nil || a.Running {
			asleep = 0
		}
		return settled(p) || asleep > restLooks
	})
}
