package wire

import (
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// relayed returns a caller's connection through a relay and the server's end.
func relayed(t *testing.T, network, serverAddr, relayAddr string) (caller, server net.Conn, log *Log) {
	t.Helper()
	ln, err := net.Listen(network, serverAddr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	log = NewLog(func() {})
	r, err := log.Relay("line", network, relayAddr, ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	if caller, err = net.Dial(network, r.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if server, err = ln.Accept(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []net.Conn{caller, server} {
		t.Cleanup(func() { c.Close() })
		if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil { // nothing here waits so long
			t.Fatal(err)
		}
	}
	return caller, server, log
}

// TestRelayPassesEnds lets a caller end its half, and still hear the server.
func TestRelayPassesEnds(t *testing.T) {
	for _, network := range []string{"tcp", "unix"} {
		t.Run(network, func(t *testing.T) {
			serverAddr, relayAddr := "127.0.0.1:0", "127.0.0.1:0"
			if network == "unix" {
				serverAddr, relayAddr = filepath.Join(t.TempDir(), "s"), filepath.Join(t.TempDir(), "r")
			}
			caller, server, log := relayed(t, network, serverAddr, relayAddr)
			if _, err := io.WriteString(caller, "hello"); err != nil {
				t.Fatal(err)
			}
			if err := caller.(interface{ CloseWrite() error }).CloseWrite(); err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(server); string(got) != "hello" || err != nil {
				t.Fatalf("the server heard %q, %v; want hello and the end", got, err)
			}
			if _, err := io.WriteString(server, "HELLO"); err != nil {
				t.Fatal(err)
			}
			server.Close()
			if got, err := io.ReadAll(caller); string(got) != "HELLO" || err != nil {
				t.Fatalf("the caller heard %q, %v; want HELLO and the end", got, err)
			}
			said := map[string]string{}
			for _, e := range log.Events() {
				said[e.From] += string(e.Bytes)
			}
			if said[FromChecker] != "hello" || said[FromProgram] != "HELLO" {
				t.Errorf("written down were %q", said)
			}
		})
	}
}

// TestRelayPassesResets lets one side break off: the other side must see that it
// was no orderly end.
func TestRelayPassesResets(t *testing.T) {
	caller, server, _ := relayed(t, "tcp", "127.0.0.1:0", "127.0.0.1:0")
	if err := caller.(*net.TCPConn).SetLinger(0); err != nil {
		t.Fatal(err)
	}
	caller.Close()
	if n, err := server.Read(make([]byte, 1)); !isReset(err) {
		t.Errorf("the server heard %d bytes, %v; want %v", n, err, syscall.ECONNRESET)
	}
}

// TestPacketRelay lets two sockets ask through a relay. Each must hear its own
// answer, and what comes from elsewhere must not be passed on.
func TestPacketRelay(t *testing.T) {
	open := func() *net.UDPConn {
		pc, err := loopbackSocket()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { pc.Close() })
		if err := pc.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		return pc
	}
	server, stranger, log := open(), open(), NewLog(func() {})
	r, err := log.PacketRelay("line", addrPort(server.LocalAddr()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	relay := netip.MustParseAddrPort(r.Addr())
	buf := make([]byte, 100)
	var seen []string // who asked, as the server sees it
	for _, text := range []string{"one", "two"} {
		caller := open()
		if _, err := caller.WriteToUDPAddrPort([]byte(text), relay); err != nil {
			t.Fatal(err)
		}
		n, from, err := server.ReadFromUDPAddrPort(buf)
		if err != nil || string(buf[:n]) != text {
			t.Fatalf("the server heard %q, %v; want %q", buf[:n], err, text)
		}
		seen = append(seen, from.String())
		for _, answer := range []struct {
			pc   *net.UDPConn
			text string
		}{{stranger, "not this"}, {server, "answer to " + text}} {
			if _, err := answer.pc.WriteToUDPAddrPort([]byte(answer.text), from); err != nil {
				t.Fatal(err)
			}
		}
		n, from, err = caller.ReadFromUDPAddrPort(buf)
		if err != nil || string(buf[:n]) != "answer to "+text || from != relay {
			t.Errorf("the caller heard %q from %v, %v; want the server's answer from %v", buf[:n], from, err, relay)
		}
	}
	if seen[0] != r.From() || seen[1] == seen[0] {
		t.Errorf("the server was asked from %v; want %v first, and another socket then", seen, r.From())
	}
	strange := slices.ContainsFunc(log.Events(), func(e Event) bool { return string(e.Bytes) == "not this" })
	if !strange {
		t.Error("what the stranger said is not written down")
	}
}
