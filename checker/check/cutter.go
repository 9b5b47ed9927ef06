package check

import (
	"sync"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// A cutter counts what passes between the program's caller and its server, of
// which the first call is cut once so many bytes have come from one side.
type cutter struct {
	side  string // wire.FromCaller or wire.FromServer
	mu    sync.Mutex
	moved []int // bytes of each call, from that side
}

// cutter stands between the caller that is started next and the server.
func (s *script) cutBetween(args []string) {
	n := s.number("cutter", args[2])
	if args[1] != wire.FromCaller && args[1] != wire.FromServer {
		s.misuse("cutter: there is no side %q", args[1])
	}
	k := &cutter{side: args[1]}
	tap, err := wire.NewTap(wire.TapOptions{
		Listen: wire.Place{Network: "tcp", Addr: "127.0.0.1:0"}, To: wire.Place{Network: "tcp", Addr: s.addr},
		Bend: wire.Bend{Call: args[1] == wire.FromCaller, Serve: args[1] == wire.FromServer, Cut: int64(n), First: true},
		See: func(p wire.Passing) {
			if p.What == wire.Begins {
				s.log.Note(args[0], wire.FromProgram, "calls")
			}
			k.count(p)
		},
	})
	if err != nil {
		s.unknown("listening: %v", err)
	}
	s.reserved = append(s.reserved, tap)
	s.homes.cutter = k
	s.ts.Setenv(args[0], tap.Addr().String())
}

func (k *cutter) count(p wire.Passing) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case p.What == wire.Begins:
		k.moved = append(k.moved, 0)
	case p.What == wire.Says && p.From == k.side:
		k.moved[len(k.moved)-1] += p.Size
	}
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
		if s.disk() > int64(last+moved[0]/2) {
			e.Home.Clue = "" // what had come is still there
		}
		s.fail(e, "most of the file had come when the call was cut, and then %d bytes were moved; want at most %d", last, most)
	}
}
