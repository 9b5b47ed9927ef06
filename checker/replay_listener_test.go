package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"socketworkshop/checker/program"
)

// A listener is a program of a text to which others are talking.
type listener struct {
	process *program.Process
	addr    string // where it listens
	shown   block  // which shows what it prints
	command string // that started it
}

// addressed returns the words of a caller with the address of the server, or of
// what stands before it where the text says an address.
func (s *stage) addressed(args []string) []string {
	if i := slices.Index(args, "-addr"); i > 0 && s.wire != nil {
		args[i+1] = s.wire.addr
		return args
	}
	return append([]string{args[0], "-addr", s.peer()}, args[1:]...)
}

// peer returns the address of the server, or one where nobody listens.
func (s *stage) peer() string {
	if s.server != nil {
		if _, over := s.server.process.Status(); !over {
			return s.server.addr
		}
	}
	return fmt.Sprintf("127.0.0.1:%d", 1+rand.IntN(9)) // the port of no server here
}

// serve starts a server. Its block is compared when it ends.
func (s *stage) serve(b block, command string) {
	s.endServer()
	words := strings.Fields(strings.TrimPrefix(command, "go run . "))
	s.server = s.start(b, command, s.binary(b), append([]string{words[0], "-addr", "127.0.0.1:0"}, words[1:]...))
}

const wireLine = "go run ./checker wire "

// tap lets the checker stand between the server and the callers. Its block is
// compared when it ends.
func (s *stage) tap(b block, command string) {
	s.endWire()
	args := append(strings.Fields(strings.TrimPrefix(command, "go run ./checker ")), "-listen", "127.0.0.1:0", "-to", s.peer())
	s.wire = s.start(b, command, program.Binary{Command: []string{"checker"}}, args)
}

func (s *stage) start(b block, command string, binary program.Binary, args []string) *listener {
	p, addr, err := startListening(binary, program.Options{Args: args, Dir: s.dir})
	if err != nil {
		s.t.Fatalf("%s: %s: %v", b.place, command, err)
	}
	return &listener{p, addr, b, command}
}

// endServer compares what the server printed with its block.
func (s *stage) endServer() {
	s.endWire()
	if s.server != nil {
		s.end(s.server, 300*time.Millisecond) // it may serve for ever
		s.server = nil
	}
}

func (s *stage) endWire() {
	if s.wire != nil {
		s.end(s.wire, startLimit) // it passes on one call
		s.wire = nil
	}
}

func (s *stage) end(l *listener, limit time.Duration) {
	select {
	case <-l.process.Exited():
	case <-time.After(limit):
	}
	l.process.Stop()
	text := "$ " + l.command + "\n" + string(l.process.Stderr.Bytes()) + string(l.process.Stdout.Bytes())
	s.compare(l.shown, strings.Split(strings.TrimSuffix(text, "\n"), "\n"))
}
