package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A sniffed is a packet of a capture file, taken apart.
type sniffed struct {
	from, to netip.AddrPort
	proto    byte
	seq, ack uint32
	flags    byte
	payload  []byte
}

// sniff reads a capture file up to its last whole packet, and returns what is
// behind that, and the packets. Every number in them is looked at.
func sniff(t *testing.T, file []byte) (all []sniffed, rest []byte) {
	t.Helper()
	if len(file) < pcapHeader || binary.LittleEndian.Uint32(file) != pcapMagic || binary.LittleEndian.Uint32(file[20:]) != pcapRawIP {
		t.Fatalf("this is no capture: % x", file[:min(len(file), pcapHeader)])
	}
	file = file[pcapHeader:]
	for len(file) >= pcapRecord {
		size := int(binary.LittleEndian.Uint32(file[8:]))
		if binary.LittleEndian.Uint32(file[12:]) != uint32(size) {
			t.Fatal("a packet is not whole in the file")
		}
		if len(file) < pcapRecord+size {
			break
		}
		if at := time.Unix(int64(binary.LittleEndian.Uint32(file)), 0); time.Since(at).Abs() > time.Hour {
			t.Fatalf("a packet is of %v", at)
		}
		all = append(all, takeApart(t, file[pcapRecord:pcapRecord+size]))
		file = file[pcapRecord+size:]
	}
	return all, file
}

func takeApart(t *testing.T, b []byte) (s sniffed) {
	t.Helper()
	var from, to netip.Addr
	switch b[0] >> 4 {
	case 4:
		if checksum(b[:20], 0) != 0 || int(binary.BigEndian.Uint16(b[2:])) != len(b) {
			t.Fatalf("an IPv4 header is wrong: % x", b[:20])
		}
		from, to, s.proto, b = netip.AddrFrom4([4]byte(b[12:])), netip.AddrFrom4([4]byte(b[16:])), b[9], b[20:]
	case 6:
		if int(binary.BigEndian.Uint16(b[4:])) != len(b)-40 {
			t.Fatalf("an IPv6 header is wrong: % x", b[:40])
		}
		from, to, s.proto, b = netip.AddrFrom16([16]byte(b[8:])), netip.AddrFrom16([16]byte(b[24:])), b[6], b[40:]
	default:
		t.Fatalf("version %d of IP", b[0]>>4)
	}
	s.from = netip.AddrPortFrom(from, binary.BigEndian.Uint16(b))
	s.to = netip.AddrPortFrom(to, binary.BigEndian.Uint16(b[2:]))
	if checksum(b, pseudo(s.from, s.to, s.proto, len(b))) != 0 {
		t.Fatal("the checksum of a segment is wrong")
	}
	if s.proto == protoUDP {
		if int(binary.BigEndian.Uint16(b[4:])) != len(b) {
			t.Fatalf("a UDP header is wrong: % x", b[:8])
		}
		s.payload = b[8:]
		return s
	}
	s.seq, s.ack, s.flags, s.payload = binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:]), b[13], b[b[12]>>4*4:]
	return s
}

// TestChecksum compares with the example of RFC 1071, section 3.
func TestChecksum(t *testing.T) {
	if got := checksum([]byte{0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7}, 0); got != ^uint16(0xddf2) {
		t.Errorf("%04x, want %04x", got, ^uint16(0xddf2))
	}
}

// streams returns what each end says in a capture of one connection, as its
// sequence numbers have it, and the flags in their order.
func streams(t *testing.T, all []sniffed) (said map[netip.AddrPort]string, flags string) {
	t.Helper()
	said, next := map[netip.AddrPort]string{}, map[netip.AddrPort]uint32{}
	for _, p := range all {
		if p.seq != next[p.from] {
			t.Fatalf("%v goes on at %d, want %d", p.from, p.seq, next[p.from])
		}
		if first := len(next) == 0; first == (p.flags&flagACK != 0) {
			t.Fatalf("the flags of a segment are %02x", p.flags)
		}
		if p.ack != next[p.to] {
			t.Fatalf("%v has taken %d, want %d", p.from, p.ack, next[p.to])
		}
		said[p.from] += string(p.payload)
		next[p.from] += uint32(len(p.payload))
		for _, f := range []struct {
			bit  byte
			name string
		}{{flagSYN, "S"}, {flagFIN, "F"}, {flagRST, "R"}} {
			if p.flags&f.bit != 0 {
				flags += f.name
				if f.bit != flagRST {
					next[p.from]++
				}
			}
		}
	}
	return said, flags
}

// captured passes a talk on at some place, and returns the capture of it.
func capturedTalk(t *testing.T, at, to Place, talk func(caller, server net.Conn)) []byte {
	t.Helper()
	ln, err := net.Listen(to.Network, to.Addr)
	if err != nil {
		t.Skipf("skipped: %v", err)
	}
	defer ln.Close() // one call
	to.Addr = ln.Addr().String()
	var file bytes.Buffer
	c, err := NewCapture(&file)
	if err != nil {
		t.Fatal(err)
	}
	r := newRecord()
	tap, err := NewTap(TapOptions{Listen: at, To: to, See: func(p Passing) {
		if err := c.Take(p); err != nil {
			t.Error(err)
		}
		r.see(p)
	}})
	if err != nil {
		t.Fatal(err)
	}
	caller, err := net.Dial(at.Network, tap.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	talk(caller, server)
	_, _ = caller.Close(), server.Close() // all was heard
	r.until(t, happened(Over, FromWire))
	if err := tap.Close(); err != nil {
		t.Error(err)
	}
	return file.Bytes()
}

// noise returns random bytes, always the same.
func noise(seed uint64, n int) string {
	b, r := make([]byte, n), rand.New(rand.NewPCG(seed, seed))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return string(b)
}

// longTalk says much both ways, one after the other.
func longTalk(t *testing.T, question, answer string) func(caller, server net.Conn) {
	return func(caller, server net.Conn) {
		go func() {
			_, _ = io.WriteString(caller, question) // the server tells what came
			_ = closeWrite(caller)
		}()
		hears(t, server, question)
		go func() {
			_, _ = io.WriteString(server, answer) // the caller tells
			_ = closeWrite(server)
		}()
		hears(t, caller, answer)
	}
}

func TestCaptureReadsBack(t *testing.T) {
	question, answer := noise(1, 200<<10), noise(2, 300<<10+1)
	unixAt, unixTo := places(t, "unix")
	tests := map[string]struct{ at, to Place }{
		"IPv4":         {Place{"tcp", "127.0.0.1:0"}, Place{"tcp", "127.0.0.1:0"}},
		"IPv6":         {Place{"tcp", "[::1]:0"}, Place{"tcp", "[::1]:0"}},
		"Unix sockets": {unixAt, unixTo},
		"a mixture":    {Place{"tcp", "127.0.0.1:0"}, Place{"unix", unixTo.Addr + "2"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file := capturedTalk(t, test.at, test.to, longTalk(t, question, answer))
			all, rest := sniff(t, file)
			if len(rest) > 0 {
				t.Errorf("%d bytes are behind the last packet", len(rest))
			}
			said, flags := streams(t, all)
			if said[all[0].from] != question || said[all[0].to] != answer {
				t.Errorf("the capture holds %d and %d bytes, or others; want %d and %d", len(said[all[0].from]), len(said[all[0].to]), len(question), len(answer))
			}
			if flags != "SSFF" {
				t.Errorf("the flags are %s, want two SYN and two FIN", flags)
			}
		})
	}
}

// TestCaptureMayBeCut reads the capture of a program that was ended at any
// moment.
func TestCaptureMayBeCut(t *testing.T) {
	file := capturedTalk(t, Place{"tcp", "127.0.0.1:0"}, Place{"tcp", "127.0.0.1:0"}, longTalk(t, "hello", "HELLO"))
	whole, _ := sniff(t, file)
	for n := pcapHeader; n < len(file); n++ {
		if all, _ := sniff(t, file[:n]); len(all) > len(whole) || len(all) < (n-pcapHeader)*len(whole)/len(file)-2 {
			t.Fatalf("of %d bytes %d packets are read", n, len(all))
		}
	}
}

// TestCaptureOfEnds shows a reset, and what the Tap itself does.
func TestCaptureOfEnds(t *testing.T) {
	a, b := netip.MustParseAddrPort("10.0.0.1:1000"), netip.MustParseAddrPort("10.0.0.2:80")
	for _, test := range []struct {
		what Happening
		from string
		want string
	}{{Breaks, FromServer, "SSR"}, {Aborts, FromWire, "SSRR"}, {Cuts, FromWire, "SSFF"}, {Ends, FromCaller, "SSF"}} {
		var file bytes.Buffer
		c, err := NewCapture(&file)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []Passing{{What: Begins, Caller: a, Server: b}, {What: test.what, Event: Event{From: test.from}}, {What: Over}, {What: Says}} {
			p.Time = time.Now()
			if err := c.Take(p); err != nil {
				t.Fatal(err)
			}
		}
		all, _ := sniff(t, file.Bytes())
		if _, flags := streams(t, all); flags != test.want {
			t.Errorf("%v: the flags are %s, want %s", test.what, flags, test.want)
		}
	}
}

func TestCaptureOfDatagrams(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "::1"} {
		at := netip.AddrPortFrom(netip.MustParseAddr(host), 7)
		var file bytes.Buffer
		c, err := NewCapture(&file)
		if err != nil {
			t.Fatal(err)
		}
		words := []string{"hello", "", noise(3, MaxPacket)}
		events := []Passing{{What: Begins, Packets: true, Caller: at, Server: at}}
		for _, w := range words {
			events = append(events, Passing{What: Says, Event: Event{From: FromCaller, Bytes: []byte(w), Datagram: true}})
		}
		for _, p := range events {
			p.Time = time.Now()
			if err := c.Take(p); err != nil {
				t.Fatal(err)
			}
		}
		all, rest := sniff(t, file.Bytes())
		if len(all) != len(words) || len(rest) > 0 {
			t.Fatalf("%d packets are read, and %d bytes more; want %d", len(all), len(rest), len(words))
		}
		for i, w := range words {
			if string(all[i].payload) != w || all[i].proto != protoUDP || all[i].from != at {
				t.Errorf("packet %d is another", i)
			}
		}
	}
}

// TestCaptureForOthers lets tcpdump or tshark read a capture, where one of them
// is installed.
func TestCaptureForOthers(t *testing.T) {
	name := filepath.Join(t.TempDir(), "talk.pcap")
	file := capturedTalk(t, Place{"tcp", "127.0.0.1:0"}, Place{"tcp", "127.0.0.1:0"}, longTalk(t, "hello", noise(4, 100<<10)))
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	all, _ := sniff(t, file)
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	tried := false
	for _, words := range [][]string{{"tcpdump", "-Z", me.Username, "-n", "-v", "-r", name}, {"tshark", "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-r", name}} {
		if _, err := exec.LookPath(words[0]); err != nil {
			continue
		}
		tried = true
		out, err := exec.CommandContext(t.Context(), words[0], words[1:]...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", words[0], err, out)
		}
		for _, bad := range []string{"bad cksum", "incorrect", "truncated", "Malformed", "Retransmission", "unseen"} {
			if strings.Contains(string(out), bad) {
				t.Errorf("%s says %q:\n%s", words[0], bad, out)
			}
		}
		if n := strings.Count(string(out), fmt.Sprint(all[0].from.Port())); n < len(all) {
			t.Errorf("%s shows %d packets, want %d:\n%s", words[0], n, len(all), out)
		}
	}
	if !tried {
		t.Skip("skipped: neither tcpdump nor tshark is installed")
	}
}

func TestCreateCapture(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "talk.pcap")
	if err := os.WriteFile(name, []byte("an older one"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := CreateCapture(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // nothing was written
	info, err := f.Stat()
	if err != nil || info.Size() != 0 || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("the file is %v, %d bytes, %v; want an empty one for its owner alone", info.Mode(), info.Size(), err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(name, link); err != nil {
		t.Skip("skipped:", err)
	}
	for _, other := range []string{dir, link} {
		if f, err := CreateCapture(other); err == nil {
			_ = f.Close() // it should not be there
			t.Errorf("%s is no ordinary file, and was taken for a capture", other)
		}
	}
}
