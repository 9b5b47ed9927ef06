package wire

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"
)

// Dial connects to addr.
func (l *Log) Dial(ctx context.Context, name, network, addr string) (*Conn, error) {
	return l.dialBy(ctx, new(net.Dialer), name, network, addr)
}

// DialCramped does the same, with as little room for what comes as the system
// gives, so that little of it is on its way while nobody reads. What is spared
// that way is time: there is nothing that it would make more certain.
func (l *Log) DialCramped(ctx context.Context, name, network, addr string) (*Conn, error) {
	return l.dialBy(ctx, &net.Dialer{Control: cramp}, name, network, addr)
}

func (l *Log) dialBy(ctx context.Context, d *net.Dialer, name, network, addr string) (*Conn, error) {
	c, err := dial(ctx, d, network, addr)
	if errors.Is(err, errSelf) {
		return nil, err
	}
	if err != nil {
		l.Note(name, FromChecker, "cannot dial "+addr)
		return nil, err
	}
	l.Note(name, FromChecker, "dials "+addr)
	return l.newConn(name, c), nil
}

// errSelf says that nobody listens at an address, and that by chance the system
// chose the same port for the dialing end: a connection to itself (RFC 9293,
// section 3.5).
var errSelf = fmt.Errorf("dialing this very socket: %w", syscall.ECONNREFUSED)

const redialAfter = 2 * time.Millisecond

func dial(ctx context.Context, d *net.Dialer, network, addr string) (net.Conn, error) {
	c, err := d.DialContext(ctx, network, addr)
	for ; network == "unix" && errors.Is(err, syscall.EAGAIN); c, err = d.DialContext(ctx, network, addr) {
		select { // the backlog is full: connect(2). Over TCP the system tries again by itself.
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(redialAfter):
		}
	}
	if err == nil && c.LocalAddr().String() == c.RemoteAddr().String() && addrPort(c.LocalAddr()).IsValid() {
		return nil, errors.Join(errSelf, c.Close())
	}
	return c, err
}
