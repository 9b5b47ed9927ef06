package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// addUser runs the program with adduser beside whatever runs, and returns how
// it ended.
func (s *script) addUser(args []string) (*program.Process, program.Status) {
	file, name, password, quota := args[0], args[1], args[2], args[3]
	s.logins.secret = append(s.logins.secret, password)
	words := []string{"adduser", "-users", file, "-quota", quota, name}
	if quota == "" {
		words = slices.Delete(words, 3, 5)
	}
	p := s.beside(words)
	if err := p.Type(password + "\n"); err == nil {
		_ = p.EndInput() // it may have ended already
	}
	return p, s.endOf(p, words)
}

// beside starts the program with these words, and leaves the one under test as
// it is.
func (s *script) beside(words []string) *program.Process {
	p, err := s.masked().Start(program.Options{Args: words, Dir: s.dir, Stdin: true, Notify: s.bell.ring, MaxFile: s.store.maxFile})
	if err != nil {
		s.unknown("the program cannot be started: %v", err)
	}
	s.running = append(s.running, p)
	note := "starts adduser " + strconv.Quote(words[len(words)-1])
	if s.store.maxFile > 0 {
		note = fmt.Sprintf("%s, with room for %s", note, count(int(s.store.maxFile), "byte"))
	}
	s.log.Note("", "checker", note)
	return p
}

// endOf waits for a program that runs beside the one under test to end.
func (s *script) endOf(p *program.Process, words []string) program.Status {
	other, role := s.prog, s.role
	s.prog, s.role, s.logins.hashing = p, words[0], true
	over := false
	o := s.await(func() bool { _, over = p.Status(); return over })
	if !over {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotExited}, "the program did not end when it was started with %s; it %s", strings.Join(quoted(words), " "), s.doing(o))
	}
	status, _ := p.Status()
	s.prog, s.role, s.logins.hashing = other, role, false
	return status
}

// accuse fails a program that runs beside the one under test.
func (s *script) accuse(p *program.Process, e tutor.Evidence, format string, args ...any) {
	s.prog, s.role = p, p.Args[0]
	s.fail(e, format, args...)
}

func (s *script) adduser(args []string) {
	p, status := s.addUser(args)
	if status.Code != 0 || status.Signal != "" {
		s.accuse(p, tutor.Evidence{Kind: tutor.BadExit}, "adduser %.60q ended with %v; want exit status 0", args[1], status)
	}
}

// notAdded wants a user refused.
func (s *script) notAdded(args []string) {
	p, status := s.addUser(args)
	stderr := string(p.Stderr.Bytes())
	if status.Code == 0 && status.Signal == "" {
		e := tutor.Evidence{Kind: tutor.BadExit}
		e.Login.Formula = "user-overwritten"
		s.accuse(p, e, "adduser has taken the name %.60q, which was taken already", args[1])
	}
	if status.Code != 1 || tutor.HasTrace(stderr) || strings.TrimSpace(stderr) == "" {
		s.accuse(p, tutor.Evidence{Kind: tutor.BadExit}, "adduser %.60q ended with %v; want exit status 1 and one line on standard error that says why", args[1], status)
	}
}
