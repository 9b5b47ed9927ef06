package check

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"syscall"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// start starts the program in one of its two parts.
func (s *script) start(role, told string, args []string) {
	s.role, s.told, s.typed = role, told, nil
	words := append([]string{role}, args...)
	if flagValue(args, "-addr") == "" && flagValue(args, "-contacts") == "" {
		words = append([]string{role, "-addr", told}, args...)
	}
	var env []string
	for _, name := range []string{"GOGC", "GOMAXPROCS", "TZ"} { // what a script may set with env
		if value := s.ts.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	p, err := s.binary.Start(program.Options{
		Args: words, Dir: s.dir, Env: env, Stdin: role == "call" || s.check.Types, Notify: s.bell.ring,
	})
	if p != nil && p.Stderr != nil && err == nil {
		s.prog = p
		s.running = append(s.running, p)
	}
	if err != nil {
		s.unknown("the program cannot be started: %v", err)
	}
	s.log.Note("", "checker", "starts "+strings.Join(words, " "))
}

// flagValue returns the word behind a flag, or "".
func flagValue(args []string, flag string) string {
	for i, arg := range args[:max(len(args)-1, 0)] {
		if arg == flag {
			return args[i+1]
		}
	}
	return ""
}

func (s *script) serve(args []string) {
	if !s.gate.wait(s.check.Name) {
		s.stop(Skip, "%s", needs+s.gate.pilot)
	}
	told := flagValue(args, "-addr")
	if told == "" {
		told = "127.0.0.1:0"
	}
	if s.network = flagValue(args, "-network"); s.network == "" {
		s.network = "tcp"
	}
	s.start("serve", told, args)
	addr, ok := "", false
	o := s.await(func() bool {
		_, over := s.prog.Status()
		addr, ok = s.prog.Listening()
		return ok || over
	})
	if !ok && s.stolen() {
		s.collided = true
		s.unknown("%s is taken by another program", told)
	}
	if !ok {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotListening}, "serve %s before it said where it listens", s.doing(o))
	}
	if s.network == "unix" {
		addr, told = "unix:0", "unix:0" // there is no port
	}
	host, _, err := net.SplitHostPort(told)
	_, port, err2 := net.SplitHostPort(addr)
	if err != nil || err2 != nil {
		s.fail(tutor.Evidence{Kind: tutor.NotListening}, "the line says \"listening on %s\"; want HOST:PORT there", addr)
	}
	if s.addr = net.JoinHostPort(host, port); s.network == "unix" {
		s.addr = s.told
	}
	s.sockets, _, _ = s.prog.Descriptors() // unseen: a rule less
	s.gate.pass(s.check.Name, true)
}

// listening returns the program's listening sockets; none where they cannot be
// seen.
func (s *script) listening() map[uint64]netip.AddrPort {
	sockets, _, err := s.prog.Descriptors()
	if err != nil {
		return nil
	}
	all, _ := wire.Listening(sockets) // nil with an error
	for _, inode := range wire.UnixListening(sockets) {
		if all != nil {
			all[inode] = netip.AddrPort{}
		}
	}
	for inode, b := range s.bindings() {
		if all != nil {
			all[inode] = b.Addr
		}
	}
	return all
}

// stolen reports whether the program could not have the address that was
// chosen for it, which another program may have taken since.
func (s *script) stolen() bool {
	stderr := strings.ToLower(string(s.prog.Stderr.Bytes()))
	return !s.lastTry && !strings.HasSuffix(s.told, ":0") && strings.Contains(stderr, "address already in use")
}

// doing says in words what the program did when waiting for it ended.
func (s *script) doing(o outcome) string {
	if status, over := s.prog.Status(); over {
		return "ended (" + status.String() + ")"
	}
	if o == spinning {
		return "kept the processor busy"
	}
	return "slept"
}

func (s *script) call(args []string) {
	told := flagValue(args, "-addr")
	if told == "" {
		told = flagValue(args, "-contacts") // which name addresses
	}
	if told == "" {
		told = s.checkersAddr()
	}
	s.start("call", told, args)
}

// checkersAddr returns where the checker itself can be called.
func (s *script) checkersAddr() string {
	if s.listener != nil {
		return s.listener.Addr()
	}
	if s.between != nil {
		return s.between.Addr()
	}
	if len(s.order) == 0 {
		s.misuse("call has nobody to call; listen or socket comes first")
	}
	return s.box(s.order[len(s.order)-1]).Addr().String()
}

func (s *script) typeLines(args []string) {
	s.typed = append(s.typed, args...)
	s.together = max(s.together, len(args))
	s.log.Note("", "checker", "types "+strings.Join(quoted(args), " "))
	err := s.process().Type(strings.Join(args, "\n") + "\n")
	if err != nil && !errors.Is(err, syscall.EPIPE) && !errors.Is(err, os.ErrClosed) { // it has ended: a later word says so
		s.unknown("typing: %v", err)
	}
}

func quoted(texts []string) []string {
	var all []string
	for _, text := range texts {
		if len(text) > 40 {
			text = text[:40] + "..."
		}
		all = append(all, strconv.Quote(text))
	}
	return all
}

func (s *script) endInput([]string) {
	s.log.Note("", "checker", "ends the input")
	_ = s.process().EndInput() // the program may have ended already
}

func (s *script) logs(texts []string) {
	p := s.process()
	missing := func() string {
		stderr := strings.ToLower(string(p.Stderr.Bytes()))
		for _, t := range texts {
			if !strings.Contains(stderr, strings.ToLower(t)) {
				return t
			}
		}
		return ""
	}
	if o := s.await(func() bool { return missing() == "" }); o != reached {
		s.failOn(o, tutor.Evidence{Kind: tutor.NoWords, Conn: s.lastConn()}, "standard error does not say %q", missing())
	}
}

// binds wants a program that takes datagrams to be bound to want, and to no
// other address with that port.
func (s *script) binds(want netip.AddrPort) {
	if _, err := wire.Bindings(nil); err != nil {
		return // unseen; that want can be reached is shown by send
	}
	there := false
	s.await(func() bool {
		for _, b := range s.bindings() {
			at := netip.AddrPortFrom(b.Addr.Addr().Unmap(), b.Addr.Port())
			if at.Port() == want.Port() && at != want {
				s.fail(tutor.Evidence{Kind: tutor.Elsewhere}, "told to listen at %v, the program is bound to %v", want, at)
			}
			there = there || at == want
		}
		return there
	})
	if !there {
		s.fail(tutor.Evidence{Kind: tutor.Elsewhere}, "the program has no socket at %v, where it was told to listen", want)
	}
}

// listens wants the program to be still there, and probes its port on another
// address of the loopback network: whoever is reached there listens on every
// address.
func (s *script) listens(args []string) {
	if s.process(); s.overNow() {
		s.fail(tutor.Evidence{Kind: tutor.EndedEarly}, "the program %s before anybody had said a word", s.doing(exited))
	}
	want, err := netip.ParseAddrPort(args[0])
	if err != nil {
		s.misuse("listens %s: want an address", args[0])
	}
	if s.check.Datagrams {
		s.binds(want)
		return
	}
	other := want.Addr().As4()
	other[3] ^= 0xff &^ 1 // stays within 127.0.0.0/8, and is neither .0 nor .255 for want's .1 to .254
	probe := netip.AddrPortFrom(netip.AddrFrom4(other), want.Port())
	if c, _, err := s.ring("stranger", probe.String()); err == nil {
		s.keep(c)
		s.fail(tutor.Evidence{Kind: tutor.Elsewhere}, "told to listen at %v, the program can be reached at %v too", want, probe)
	}
}
