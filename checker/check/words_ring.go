package check

import (
	"context"
	"net/netip"
	"time"

	"socketworkshop/checker/wire"
)

// A ringing is a call that the system has not taken for the program yet.
type ringing struct {
	done   chan struct{} // closed when it is taken, or given up
	cancel context.CancelFunc
	c      *wire.Conn
	err    error
}

// rings begins a call, and says something as soon as it is taken. Where it is not
// at once, the backlog is full: that is as long as the program likes (listen(2)).
// The script goes on then, and whoever needs the connection waits for it.
func (s *script) rings(args []string) {
	name := args[0]
	ctx, cancel := context.WithCancel(s.ctx)
	r := &ringing{done: make(chan struct{}), cancel: cancel}
	s.ringing[name] = r
	go func() {
		defer s.bell.ring()
		defer close(r.done)
		if r.c, r.err = s.log.Dial(ctx, name, s.network, s.addr); r.err != nil {
			return
		}
		for _, text := range args[1:] {
			_ = r.c.Send([]byte(text)) // nobody needs to take it
		}
	}()
	select {
	case <-r.done:
		s.takeUp(name, r)
	case <-time.After(fullQueue):
	}
}

// takeUp waits for a call that rings.
func (s *script) takeUp(name string, r *ringing) {
	delete(s.ringing, name)
	s.dialling, _ = netip.ParseAddrPort(s.addr) // the system tries again after a second, and after three
	defer func() { s.dialling = netip.AddrPort{} }()
	o := s.await(func() bool {
		select {
		case <-r.done:
			return true
		default:
			return false
		}
	})
	r.giveUp()
	s.called(name, s.addr, r.c, o, r.err)
}

// giveUp ends a call that is not taken.
func (r *ringing) giveUp() {
	r.cancel()
	<-r.done
}
