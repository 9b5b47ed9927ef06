package wire

import (
	"errors"
	"fmt"
	"net"
	"time"
)

// A machine that is very busy, or was stopped for a while, needs more than one call,
// and time for each. One whose loopback interface is down says so at once.
const (
	loopbackLimit = 5 * time.Second
	loopbackCalls = 3
)

// Loopback returns an error where this machine cannot be called by itself, over
// the network that all checks use.
func Loopback() error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("nobody can listen on the loopback network: %w", err)
	}
	defer ln.Close() // nobody is to be answered
	for call := 1; ; call++ {
		conn, err := net.DialTimeout("tcp", ln.Addr().String(), loopbackLimit)
		if err == nil {
			return conn.Close()
		}
		var why net.Error
		if call == loopbackCalls || !errors.As(err, &why) || !why.Timeout() {
			return fmt.Errorf("nobody can be called on the loopback network: %w", err)
		}
	}
}
