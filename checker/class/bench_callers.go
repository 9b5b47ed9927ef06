package class

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// callers are connections to one server.
type callers []net.Conn

// gather lets n callers come. Those who have come are returned with an error, too.
func gather(addr string, n int) (c callers, err error) {
	for range n {
		conn, err := dial(addr)
		if err != nil {
			return c, err
		}
		c = append(c, conn)
	}
	return c, nil
}

func (c callers) leave() (err error) {
	for _, conn := range c {
		err = errors.Join(err, conn.Close())
	}
	return err
}

func dial(addr string) (net.Conn, error) {
	conn, err := net.DialTimeout("tcp", addr, crowdLimit)
	if err != nil {
		return nil, err
	}
	return conn, conn.SetDeadline(time.Now().Add(crowdLimit))
}

// visit calls, says a word, hears the answer and hangs up.
func visit(addr string) error {
	conn, err := dial(addr)
	if err != nil {
		return err
	}
	return errors.Join(speak(conn), conn.Close())
}

// speak says a word and hears the answer.
func speak(conn net.Conn) error {
	if _, err := conn.Write(spoken); err != nil {
		return err
	}
	answer := make([]byte, len(spoken))
	if _, err := io.ReadFull(conn, answer); err != nil {
		return err
	}
	if !bytes.Equal(answer, spoken) {
		return fmt.Errorf("the answer is %q, want %q", answer, spoken)
	}
	return nil
}

// together lets n do something at the same time, again and again until the time is
// over, each once at least, and returns how often in a second they have.
func together(n int, limit time.Duration, do func(i int) error) (float64, error) {
	var wait sync.WaitGroup
	var done atomic.Int64
	failed := make(chan error, n)
	begun := time.Now()
	for i := range n {
		wait.Go(func() {
			for first := true; first || time.Since(begun) < limit; first = false {
				if err := do(i); err != nil {
					failed <- err
					return
				}
				done.Add(1)
			}
		})
	}
	wait.Wait()
	select {
	case err := <-failed:
		return 0, err
	default:
		return float64(done.Load()) / time.Since(begun).Seconds(), nil
	}
}
