package check

import (
	"net"
	"sync"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// A cutter stands between the program's caller and its server, and cuts the
// first call once so many bytes have come from one side.
type cutter struct {
	ln    net.Listener
	all   sync.WaitGroup
	mu    sync.Mutex
	moved []int // bytes of each call, from that side
}

// cutter stands between the caller that is started next and the server.
func (s *script) cutBetween(args []string) {
	n := s.number("cutter", args[2])
	if args[1] != "caller" && args[1] != "server" {
		s.misuse("cutter: there is no side %q", args[1])
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.unknown("listening: %v", err)
	}
	k := &cutter{ln: ln}
	s.reserved = append(s.reserved, ln)
	s.homes.cutter = k
	s.ts.Setenv(args[0], ln.Addr().String())
	target := s.addr
	k.all.Go(func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return // the check is over
			}
			s.log.Note(args[0], wire.FromProgram, "calls")
			k.pass(conn, target, args[1] == "caller", n)
			n = 1 << 30
		}
	})
}

// pass passes a call on, to its end or until so many bytes have come from the
// side that counts.
func (k *cutter) pass(caller net.Conn, target string, fromCaller bool, most int) {
	defer caller.Close() // all that counts was passed on
	server, err := net.Dial("tcp", target)
	if err != nil {
		return
	}
	defer server.Close() // the same
	k.mu.Lock()
	k.moved = append(k.moved, 0)
	k.mu.Unlock()
	var both sync.WaitGroup
	pump := func(from, to net.Conn, counts bool) {
		buf := make([]byte, 32<<10)
		for left := most; left > 0; {
			n, err := from.Read(buf[:min(len(buf), left)])
			if _, failed := to.Write(buf[:n]); failed != nil || err != nil {
				break
			}
			if counts {
				left -= n
				k.mu.Lock()
				k.moved[len(k.moved)-1] += n
				k.mu.Unlock()
			}
		}
		_ = to.Close() // then the other direction ends, too
		_ = from.Close()
	}
	both.Go(func() { pump(caller, server, fromCaller) })
	both.Go(func() { pump(server, caller, !fromCaller) })
	both.Wait()
}

// moves wants the last call through a cutter to have moved so many bytes at most.
func (s *script) moves(args []string) {
	k, most := s.homes.cutter, s.number("moves", args[0])
	k.mu.Lock()
	moved := append([]int{}, k.moved...)
	k.mu.Unlock()
	if len(moved) < 2 || moved[0] == 0 {
		s.unknown("the call was never cut: %v bytes", moved)
	}
	s.faults++
	if last := moved[len(moved)-1]; last > most {
		e := s.homely("", tutor.NeverGoesOn)
		e.Kind = tutor.WrongPart
		s.fail(e, "most of the file had come when the call was cut, and then %d bytes were moved; want at most %d", last, most)
	}
}
