package wire

import (
	"fmt"
	"net"
	"time"
)

// loopbackLimit is for a machine that is very busy. One whose loopback interface
// is down says so at once.
const loopbackLimit = 10 * time.Second

// Loopback returns an error where this machine cannot be called by itself, over
// the network that all checks use.
func Loopback() error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("nobody can listen on the loopback network: %w", err)
	}
	defer ln.Close() // nobody is to be answered
	conn, err := net.DialTimeout("tcp", ln.Addr().String(), loopbackLimit)
	if err != nil {
		return fmt.Errorf("nobody can be called on the loopback network: %w", err)
	}
	return conn.Close()
}
