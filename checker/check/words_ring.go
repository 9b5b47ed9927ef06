package check

import (
	"context"
	"errors"
	"net/netip"
	"syscall"
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

// startCall begins a call, and says something as soon as it is taken.
func (s *script) startCall(dial dialer, name, addr string, texts ...string) *ringing {
	ctx, cancel := context.WithCancel(s.ctx)
	r := &ringing{done: make(chan struct{}), cancel: cancel}
	go func() {
		defer s.bell.ring()
		defer close(r.done)
		if r.c, r.err = dial(ctx, name, s.network, addr); r.err != nil {
			return
		}
		for _, text := range texts {
			_ = r.c.Send([]byte(text)) // nobody needs to take it
		}
	}()
	return r
}

// takenAt waits until a call is taken at addr, for as long as the program may still
// be about to, or the system: it sends a SYN again after a second, and after three.
func (s *script) takenAt(addr string, r *ringing) (c *wire.Conn, o outcome, err error) {
	s.dialling, _ = netip.ParseAddrPort(addr) // none: the call is not over TCP
	defer func() { s.dialling = netip.AddrPort{} }()
	o = s.await(func() bool {
		select {
		case <-r.done:
			return true
		default:
			return false
		}
	})
	r.giveUp()
	return r.c, o, r.err
}

// ring dials addr, for as long as the program may still be about to answer.
// The error is context.Canceled when it is not.
func (s *script) ring(name, addr string) (c *wire.Conn, o outcome, err error) {
	return s.ringBy(s.log.Dial, name, addr)
}

// A dialer is how a call is made.
type dialer func(ctx context.Context, name, network, addr string) (*wire.Conn, error)

func (s *script) ringBy(dial dialer, name, addr string) (c *wire.Conn, o outcome, err error) {
	return s.takenAt(addr, s.startCall(dial, name, addr))
}

const (
	seenLate  = 100 * time.Millisecond // a call that stands is seen sooner, on a machine that is not busy
	ringTries = 3
)

// ringUntilSeen dials addr, and dials again where a call was taken, and broken off
// before the checker had a processor to see that it stood.
func (s *script) ringUntilSeen(dial dialer, name, addr string) (c *wire.Conn, o outcome, err error) {
	for range ringTries {
		s.rung = time.Now()
		c, o, err = s.ringBy(dial, name, addr)
		if !errors.Is(err, syscall.ECONNRESET) || time.Since(s.rung) < seenLate {
			break
		}
	}
	return c, o, err
}

// giveUp ends a call that is not taken.
func (r *ringing) giveUp() {
	r.cancel()
	<-r.done
}

// rings begins a call. Where the system does not take it at once, the backlog is
// full: that is as long as the program likes (listen(2)). The script goes on then, and
// whoever needs the connection waits for it.
func (s *script) rings(args []string) {
	r := s.startCall(s.log.Dial, args[0], s.addr, args[1:]...)
	s.ringing[args[0]] = r
	select {
	case <-r.done:
		s.takeUp(args[0], r)
	case <-time.After(fullQueue):
	}
}

// takeUp waits for a call that rings.
func (s *script) takeUp(name string, r *ringing) {
	delete(s.ringing, name)
	c, o, err := s.takenAt(s.addr, r)
	s.called(name, s.addr, c, o, err)
}
