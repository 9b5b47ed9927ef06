package wire

import (
	"context"
	"net"
)

// DialFrom is Dial over TCP from another host of this machine, such as 127.0.0.2.
func (l *Log) DialFrom(ctx context.Context, name, host, addr string) (*Conn, error) {
	d := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(host)}}
	c, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		l.Note(name, FromChecker, "cannot dial "+addr+" from "+host)
		return nil, err
	}
	l.Note(name, FromChecker, "dials "+addr+" from "+host)
	return l.newConn(name, c), nil
}
