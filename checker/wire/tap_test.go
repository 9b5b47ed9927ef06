package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const patience = 20 * time.Second // of a test, for what must come

// A record is what a Tap has told.
type record struct {
	mu  sync.Mutex
	all []Passing
	new chan struct{} // gets something whenever something is told
}

func newRecord() *record { return &record{new: make(chan struct{}, 1)} }

func (r *record) see(p Passing) {
	p.Bytes = bytes.Clone(p.Bytes)
	r.mu.Lock()
	r.all = append(r.all, p)
	r.mu.Unlock()
	select {
	case r.new <- struct{}{}:
	default:
	}
}

func (r *record) events() []Passing {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.all)
}

// until waits until what was told is enough.
func (r *record) until(t *testing.T, enough func([]Passing) bool) {
	t.Helper()
	for limit := time.After(patience); !enough(r.events()); {
		select {
		case <-r.new:
		case <-limit:
			t.Fatalf("that was not told; told was %s", story(r.events()))
		}
	}
}

func happened(what Happening, from string) func([]Passing) bool {
	return func(all []Passing) bool {
		return slices.ContainsFunc(all, func(p Passing) bool { return p.What == what && p.From == from })
	}
}

// story tells events in short: who and what.
func story(all []Passing) string {
	var words []string
	for _, p := range all {
		name := [...]string{"notes", "begins", "says", "ends", "breaks", "cuts", "aborts", "over"}[p.What]
		if p.What == Says {
			name += fmt.Sprintf(" %q", p.Bytes)
		}
		words = append(words, p.From+" "+name)
	}
	if extra := len(words) - 30; extra > 0 {
		words = append(words[:30], fmt.Sprintf("and %d things more", extra))
	}
	return strings.Join(words, ", ")
}

// places returns where a Tap and a server listen: at free addresses, or at
// paths.
func places(t *testing.T, network string) (tap, server Place) {
	if network != "unix" {
		return Place{network, "127.0.0.1:0"}, Place{network, "127.0.0.1:0"}
	}
	dir, err := os.MkdirTemp("", "tap") // a path of the test's own may be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return Place{network, filepath.Join(dir, "tap")}, Place{network, filepath.Join(dir, "server")}
}

// tapBefore returns a Tap before a listener.
func tapBefore(t *testing.T, network string, b Bend) (*Tap, net.Listener, *record) {
	t.Helper()
	at, to := places(t, network)
	ln, err := net.Listen(to.Network, to.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	to.Addr = ln.Addr().String()
	r := newRecord()
	tap, err := NewTap(TapOptions{Listen: at, To: to, Bend: b, See: r.see})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tap.Close() })
	return tap, ln, r
}

// through returns both ends of a connection through a Tap.
func through(t *testing.T, network string, b Bend) (caller, server net.Conn, tap *Tap, r *record) {
	t.Helper()
	tap, ln, r := tapBefore(t, network, b)
	caller, err := net.Dial(network, tap.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err = ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []net.Conn{caller, server} {
		t.Cleanup(func() { _ = c.Close() })
		if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
	}
	return caller, server, tap, r
}

func say(t *testing.T, c net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
}

// hears wants all that comes, to the end.
func hears(t *testing.T, c net.Conn, want string) {
	t.Helper()
	got, err := io.ReadAll(c)
	if string(got) != want || err != nil {
		t.Errorf("%.60q came, and then %v; want %.60q and the end", got, err, want)
	}
}

func TestTapPassesHalfClose(t *testing.T) {
	for _, network := range []string{"tcp", "unix"} {
		t.Run(network, func(t *testing.T) {
			caller, server, tap, r := through(t, network, Bend{})
			say(t, caller, "hello")
			if err := closeWrite(caller); err != nil {
				t.Fatal(err)
			}
			hears(t, server, "hello")
			say(t, server, "HELLO")
			_ = server.Close() // all was said
			hears(t, caller, "HELLO")
			r.until(t, happened(Over, FromWire))
			want := `caller begins, caller says "hello", caller ends, server says "HELLO", server ends, wire over`
			if got := story(r.events()); got != want {
				t.Errorf("told was %s; want %s", got, want)
			}
			select {
			case <-tap.FirstOver():
			case <-time.After(patience):
				t.Error("the first connection is not over")
			}
		})
	}
}

func TestTapPassesResets(t *testing.T) {
	for _, who := range []string{FromCaller, FromServer} {
		t.Run(who, func(t *testing.T) {
			breaker, other, _, r := through(t, "tcp", Bend{})
			if who == FromServer {
				breaker, other = other, breaker
			}
			say(t, breaker, "hello")
			if _, err := io.ReadFull(other, make([]byte, 5)); err != nil {
				t.Fatal(err)
			}
			resetOnClose(breaker)
			_ = breaker.Close() // the reset is what is tried
			if _, err := other.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("the other side reads %v, want %v", err, syscall.ECONNRESET)
			}
			r.until(t, happened(Breaks, who))
		})
	}
}

// TestTapPassesLateResets breaks off a direction that has ended already, while
// the server says nothing.
func TestTapPassesLateResets(t *testing.T) {
	caller, server, _, r := through(t, "tcp", Bend{})
	if err := closeWrite(caller); err != nil {
		t.Fatal(err)
	}
	hears(t, server, "")
	resetOnClose(caller)
	_ = caller.Close() // the reset is what is tried
	r.until(t, happened(Breaks, FromCaller))
	for end := time.Now().Add(patience); ; {
		if _, err := server.Write([]byte("x")); isReset(err) {
			return
		}
		if time.Now().After(end) {
			t.Fatal("the server can write, though its caller has broken off")
		}
	}
}

func TestTapWithoutServer(t *testing.T) {
	tap, ln, r := tapBefore(t, "tcp", Bend{})
	_ = ln.Close() // now nobody listens there
	caller, err := net.Dial("tcp", tap.Addr().String())
	if err == nil {
		defer caller.Close() // it is over
		_, err = caller.Read(make([]byte, 1))
	}
	if !isReset(err) {
		t.Errorf("the caller sees %v, want a reset", err)
	}
	r.until(t, happened(Aborts, FromServer))
}

// TestTapHoldsBack writes to a server that does not read: the caller must come
// to wait, and all of it must arrive when the server reads.
func TestTapHoldsBack(t *testing.T) {
	const tooMuch = 1 << 30
	for name, b := range map[string]Bend{"straight": {}, "late": {Call: true, Delay: time.Millisecond}} {
		t.Run(name, func(t *testing.T) {
			caller, server, _, _ := through(t, "tcp", b)
			if err := caller.SetWriteDeadline(time.Now().Add(700 * time.Millisecond)); err != nil {
				t.Fatal(err)
			}
			chunk, wrote := make([]byte, 1<<20), 0
			var err error
			for wrote < tooMuch && err == nil {
				var n int
				n, err = caller.Write(chunk)
				wrote += n
			}
			if !errors.Is(err, os.ErrDeadlineExceeded) || wrote > 96<<20 {
				t.Fatalf("%d bytes could be written though nobody reads, and then %v", wrote, err)
			}
			_ = caller.Close() // all was said
			n, err := io.Copy(io.Discard, server)
			if n != int64(wrote) || err != nil {
				t.Errorf("%d bytes came, %v; want %d", n, err, wrote)
			}
		})
	}
}

func TestTapRefusesItself(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := Place{"tcp", ln.Addr().String()}
	_ = ln.Close() // its address is free now
	tap, err := NewTap(TapOptions{Listen: at, To: at, See: func(Passing) {}})
	if err == nil {
		_ = tap.Close() // it should not be there
		t.Error("a Tap passes on to itself")
	}
}
