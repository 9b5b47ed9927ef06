package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"socketworkshop/checker/spawn"
)

const (
	writeLimit = time.Second // for a program that does not read
	writeTries = 2           // more, without a byte taken: the checker may have had no processor for so long
	maxHeard   = 256 << 20   // bytes taken from one connection
	readSize   = 64 << 10    // bytes read at once
)

// ErrReset is the end of a connection that the program broke off.
var ErrReset = errors.New("connection reset")

// A Conn is the checker's end of a connection. Bytes are read as soon as they
// come, so the program never waits for a check to look.
type Conn struct {
	Name string

	log           *Log
	conn          net.Conn
	local, remote netip.AddrPort
	done          chan struct{} // closed when nothing more can come
	half          atomic.Bool   // this end has said that it will say no more
	reading       sync.Mutex    // held while what the program says is left unread
	paused        atomic.Bool   // it is
	window        int           // bytes that the other end had room for when it began, see Torn

	mu    sync.Mutex
	heard []byte // what came and was not yet taken
	count int64  // how many bytes were sent
	came  int64  // how many bytes were heard
	end   error  // nil while the program may still speak
}

func (l *Log) newConn(name string, c net.Conn) *Conn {
	conn := &Conn{
		Name: name, log: l, conn: c, done: make(chan struct{}),
		local: addrPort(c.LocalAddr()), remote: addrPort(c.RemoteAddr()), window: windowOf(c),
	}
	go conn.listen()
	return conn
}

// addrPort returns the IP address and port of a; it is invalid for others.
func addrPort(a net.Addr) netip.AddrPort {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
}

// Remote returns the address of the program's end.
func (c *Conn) Remote() netip.AddrPort { return c.remote }

// Local returns the address of the checker's end.
func (c *Conn) Local() netip.AddrPort { return c.local }

// listen reads all that comes until the end.
func (c *Conn) listen() {
	defer close(c.done)
	buf := c.log.buffers.Get().(*[readSize]byte)
	defer c.log.buffers.Put(buf)
	for total := 0; total < maxHeard; {
		c.reading.Lock()
		c.reading.Unlock()
		n, err := c.conn.Read(buf[:])
		total += n
		if n > 0 {
			c.mu.Lock()
			c.heard = append(c.heard, buf[:n]...)
			c.came += int64(n)
			c.mu.Unlock()
			c.log.add(c.Name, FromProgram, buf[:n], "")
		}
		if err != nil {
			c.ended(err)
			return
		}
	}
	c.ended(fmt.Errorf("more than %d bytes came", maxHeard))
}

func (c *Conn) ended(err error) {
	note := "hangs up"
	switch {
	case errors.Is(err, net.ErrClosed):
		note = "" // the checker closed it and has said so
	case isReset(err):
		err, note = ErrReset, "breaks off (reset)"
	case !errors.Is(err, io.EOF):
		note = err.Error()
	}
	c.mu.Lock()
	c.end = err
	c.mu.Unlock()
	if note != "" {
		c.log.Note(c.Name, FromProgram, note)
	}
}

func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// Heard returns the bytes that came and were not yet taken, and the end once
// nothing more can come: io.EOF, ErrReset or another error. The bytes are not
// copied, for there may be many: they must not be changed.
func (c *Conn) Heard() (unread []byte, end error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clip(c.heard), c.end
}

// Unread returns how many bytes Heard would return, and the end.
func (c *Conn) Unread() (n int, end error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.heard), c.end
}

// Peek returns the first n of the bytes that Heard returns, or all of them when
// they are fewer.
func (c *Conn) Peek(n int) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return bytes.Clone(c.heard[:min(n, len(c.heard))])
}

// Came returns how many bytes were heard in all.
func (c *Conn) Came() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.came
}

// Take removes the first n bytes of what Heard returns.
func (c *Conn) Take(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heard = c.heard[n:]
}

// Send writes p in one piece. A program that has broken off gives ErrReset, one
// that does not read a timeout.
func (c *Conn) Send(p []byte) error {
	c.log.add(c.Name, FromChecker, p, "")
	for tries := 0; ; tries++ {
		n, err := c.write(p)
		if n > 0 {
			tries = 0
		}
		switch {
		case isReset(err):
			return ErrReset
		case !errors.Is(err, os.ErrDeadlineExceeded) || tries >= writeTries:
			return err
		}
		p = p[n:]
	}
}

// write writes as much of p as the program makes room for in time.
func (c *Conn) write(p []byte) (n int, err error) {
	if err := c.conn.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
		return 0, err
	}
	n, err = c.conn.Write(p)
	c.mu.Lock()
	c.count += int64(n)
	c.mu.Unlock()
	return n, err
}

// CloseWrite tells the program that nothing more will be said: a half-close.
func (c *Conn) CloseWrite() error {
	half, ok := c.conn.(interface{ CloseWrite() error })
	if !ok {
		return fmt.Errorf("%s: a %T has no half to close", c.Name, c.conn)
	}
	c.log.Note(c.Name, FromChecker, "says no more (half-close)")
	c.half.Store(true)
	return half.CloseWrite()
}

// Close hangs up.
func (c *Conn) Close() error {
	c.log.Note(c.Name, FromChecker, "hangs up")
	err := spawn.Close(c.conn)
	c.release()
	<-c.done
	return err
}

// Reset breaks the connection off: the program sees "connection reset".
func (c *Conn) Reset() error {
	tcp, ok := c.conn.(*net.TCPConn)
	if !ok {
		return fmt.Errorf("%s: a %T cannot be reset", c.Name, c.conn)
	}
	c.log.Note(c.Name, FromChecker, "breaks off (reset)")
	err := errors.Join(tcp.SetLinger(0), spawn.Close(tcp))
	c.release()
	<-c.done
	return err
}
