package check

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
)

// refuses starts the program with words that it must not accept.
func (s *script) refuses(args []string) {
	wanted := []int{1, 2}
	if n, err := strconv.Atoi(args[0]); err == nil {
		wanted, args = []int{n}, args[1:]
	}
	before, role, told := s.prog, s.role, s.told
	defer func() { s.prog, s.role, s.told = before, role, told }() // the script goes on with the program before
	stood, _ := whatStands(flagValue(args, "-addr"))
	s.start(args[0], args[0], "127.0.0.1:0", args[1:])
	over := false
	if o := s.await(func() bool { _, over = s.prog.Status(); return over }); !over {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotRefused, Stood: stood}, "%s: the program did not refuse that; it %s", strings.Join(args, " "), s.doing(o))
	}
	status, stderr := s.ended(), string(s.prog.Stderr.Bytes())
	if strings.Contains(stderr, notWritten) {
		s.fail(tutor.Evidence{Kind: tutor.NotRefused}, "%s: that is no refusal", strings.Join(args, " "))
	}
	e, aKey := tutor.Evidence{Kind: tutor.BadRefusal}, flagValue(args, "-key-file") != ""
	switch {
	case aKey && strings.Contains(stderr, "listening on "):
		e.Kind = tutor.LateRefusal
		s.fail(e, "%s: the program said that it was listening before it refused that", strings.Join(args, " "))
	case aKey && status.Code == 1 && strings.TrimSpace(stderr) == "":
		e.Kind = tutor.NoWords
		s.fail(e, "%s: the program ended with %v and without a word; want one line on standard error that says why", strings.Join(args, " "), status)
	case tutor.HasTrace(stderr):
		s.fail(e, "%s: the program ended with a trace on standard error; want one line there that says why", strings.Join(args, " "))
	case !slices.Contains(wanted, status.Code):
		s.fail(e, "%s: the program ended with %v; want exit status %v", strings.Join(args, " "), status, wanted)
	}
}

// rebuffed sends a message that is refused, and then once more: who is heard
// again on the same connection is not hung up on for a refusal. A program may
// hang up instead, at once or a little later; then the caller calls again, also
// where the second refusal is not followed by the end yet. One that hangs up so
// late may have run into the time that it was told, which a refusal must end.
func (s *script) rebuffed(args []string) {
	first, begun := s.conn(args[0]), time.Now()
	s.declines(args)
	s.declines(args)
	if _, end := s.conn(args[0]).Unread(); end != nil || s.conn(args[0]) != first {
		s.vague = s.vague || s.hurry > 0 && time.Since(begun) > s.hurry/2
		s.redial(args[0])
	}
}
