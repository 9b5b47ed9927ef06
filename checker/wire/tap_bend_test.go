package wire

import (
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// readAll reads to the end, and returns how many bytes each Read brought.
func readAll(t *testing.T, c net.Conn) (text string, sizes []int) {
	t.Helper()
	buf := make([]byte, 1024)
	for {
		n, err := c.Read(buf)
		if n > 0 {
			text, sizes = text+string(buf[:n]), append(sizes, n)
		}
		if err == io.EOF {
			return text, sizes
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestSplitIsCertain counts the Reads of a receiver: none may bring two pieces,
// in whichever direction.
func TestSplitIsCertain(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: only Linux shows what the receiver has read")
	}
	message := strings.Repeat("0123456789", 20) + "x"
	for _, network := range []string{"tcp", "unix"} {
		for _, who := range []string{FromCaller, FromServer} {
			t.Run(network+" "+who, func(t *testing.T) {
				sender, receiver, tap, _ := through(t, network, Bend{Call: who == FromCaller, Serve: who == FromServer, Split: 3})
				if who == FromServer {
					sender, receiver = receiver, sender
				}
				say(t, sender, message)
				_ = sender.Close() // all was said
				text, sizes := readAll(t, receiver)
				if text != message {
					t.Errorf("%q came, want %q", text, message)
				}
				for i, n := range sizes {
					if n != 3 {
						t.Errorf("Read %d brought %d bytes, want 3", i, n)
					}
				}
				if n := tap.Counts().Split; n != 66 {
					t.Errorf("it was split %d times, want 66", n)
				}
			})
		}
	}
}

// taken waits until the Tap has read what a test has sent.
func taken(t *testing.T, c net.Conn, sent int64) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	err := until(ctx, func() (Socket, error) { return look(c, sent) }, func(s Socket) bool { return s.Received >= sent && s.Queued == 0 })
	if errors.Is(err, ErrUnseen) {
		t.Skip("skipped:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestJoinSendsTogether(t *testing.T) {
	caller, server, tap, r := through(t, "tcp", Bend{Call: true, Join: patience})
	for i, word := range []string{"one", "two", "six"} {
		say(t, caller, word)
		taken(t, caller, int64(3*i+3))
	}
	if err := closeWrite(caller); err != nil {
		t.Fatal(err)
	}
	if text, sizes := readAll(t, server); text != "onetwosix" || len(sizes) != 1 {
		t.Errorf("%q came in %d Reads, want one", text, len(sizes))
	}
	if got := story(r.events()[:2]); got != `caller begins, caller says "onetwosix"` {
		t.Errorf("told was %s", got)
	}
	if n := tap.Counts().Join; n != 1 {
		t.Errorf("it was joined %d times, want once", n)
	}
}

// TestDelayDoesNotAddUp sends what must arrive so much later, and not later
// each time.
func TestDelayDoesNotAddUp(t *testing.T) {
	const late, messages = 200 * time.Millisecond, 20
	caller, server, tap, _ := through(t, "tcp", Bend{Call: true, Delay: late})
	begun := time.Now()
	for i := range messages {
		say(t, caller, "x")
		taken(t, caller, int64(i+1))
	}
	if _, err := io.ReadFull(server, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took < late {
		t.Errorf("the first byte came after %v, want at least %v", took, late)
	}
	if _, err := io.ReadFull(server, make([]byte, messages-1)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > messages*late {
		t.Errorf("the last byte came after %v: the delays add up", took)
	}
	if n := tap.Counts().Delay; n != messages {
		t.Errorf("%d pieces were late, want %d", n, messages)
	}
}

func TestCutEndsBothDirections(t *testing.T) {
	for _, who := range []string{FromCaller, FromServer} {
		t.Run(who, func(t *testing.T) {
			sender, receiver, tap, r := through(t, "tcp", Bend{Call: who == FromCaller, Serve: who == FromServer, Cut: 5})
			if who == FromServer {
				sender, receiver = receiver, sender
			}
			say(t, receiver, "the other direction is not counted")
			say(t, sender, "hel")
			if _, err := io.ReadFull(receiver, make([]byte, 3)); err != nil {
				t.Fatal(err)
			}
			say(t, sender, "lofeng")
			hears(t, receiver, "lo")
			if _, err := io.Copy(io.Discard, sender); err != nil {
				t.Errorf("the sender reads %v, want the end", err)
			}
			_, _ = sender.Close(), receiver.Close() // all was heard
			r.until(t, happened(Over, FromWire))
			if n := tap.Counts().Cut; n != 1 {
				t.Errorf("it was cut %d times, want once", n)
			}
		})
	}
}

func TestCutByReset(t *testing.T) {
	caller, server, _, r := through(t, "tcp", Bend{Call: true, Serve: true, Cut: 5, Reset: true})
	say(t, caller, "hellofeng")
	got, err := io.ReadAll(server)
	if string(got) != "hello" || !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the server reads %q and then %v, want hello and %v", got, err, syscall.ECONNRESET)
	}
	if _, err := caller.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the caller reads %v, want %v", err, syscall.ECONNRESET)
	}
	r.until(t, happened(Aborts, FromWire))
}

// TestCutIsNotReached counts a bend that was never used.
func TestCutIsNotReached(t *testing.T) {
	caller, server, tap, _ := through(t, "tcp", Bend{Call: true, Serve: true, Cut: 6})
	say(t, caller, "hello")
	if err := closeWrite(caller); err != nil {
		t.Fatal(err)
	}
	hears(t, server, "hello")
	if n := tap.Counts().Cut; n != 0 {
		t.Errorf("it was cut %d times, want never", n)
	}
}
