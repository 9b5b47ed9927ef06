package wire

import (
	"fmt"
	"net"
	"slices"
	"testing"
	"time"
)

// post returns a caller's socket, connected to a Tap, and the server's.
func post(t *testing.T, b Bend) (caller, server *net.UDPConn, tap *Tap, r *record) {
	t.Helper()
	server, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	r = newRecord()
	tap, err = NewTap(TapOptions{Listen: Place{"udp", "127.0.0.1:0"}, To: Place{"udp", server.LocalAddr().String()}, Bend: b, See: r.see})
	if err != nil {
		t.Fatal(err)
	}
	caller = callerOf(t, tap)
	t.Cleanup(func() { _, _ = server.Close(), tap.Close() })
	if err := server.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return caller, server, tap, r
}

func callerOf(t *testing.T, tap *Tap) *net.UDPConn {
	t.Helper()
	c, err := net.DialUDP("udp", nil, tap.Addr().(*net.UDPAddr))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return c
}

// gets reads datagrams.
func gets(t *testing.T, c *net.UDPConn, n int) (texts []string, from *net.UDPAddr) {
	t.Helper()
	buf := make([]byte, MaxPacket)
	for range n {
		k, at, err := c.ReadFromUDP(buf)
		if err != nil {
			t.Fatalf("%v, after %q", err, texts)
		}
		texts, from = append(texts, string(buf[:k])), at
	}
	return texts, from
}

func wants(t *testing.T, c *net.UDPConn, want ...string) *net.UDPAddr {
	t.Helper()
	got, from := gets(t, c, len(want))
	if !slices.Equal(got, want) {
		t.Errorf("%.60q came, want %.60q", got, want)
	}
	return from
}

// TestTapCarriesDatagrams passes them on whole, the replies to whom they are
// for.
func TestTapCarriesDatagrams(t *testing.T) {
	alice, server, tap, r := post(t, Bend{})
	bob := callerOf(t, tap)
	long := string(make([]byte, MaxPacket))
	for _, text := range []string{"from alice", "", long} {
		say(t, alice, text)
		wants(t, server, text)
	}
	say(t, bob, "from bob")
	toBob := wants(t, server, "from bob")
	say(t, alice, "again")
	toAlice := wants(t, server, "again")
	for text, to := range map[string]*net.UDPAddr{"to alice": toAlice, "to bob": toBob} {
		if _, err := server.WriteToUDP([]byte(text), to); err != nil {
			t.Fatal(err)
		}
	}
	wants(t, alice, "to alice")
	wants(t, bob, "to bob")
	names := map[string]int{}
	for _, p := range r.events() {
		if p.What == Says {
			names[p.Conn+" "+p.From]++
		}
	}
	if want := map[string]int{"call1 caller": 4, "call2 caller": 1, "call1 server": 1, "call2 server": 1}; fmt.Sprint(names) != fmt.Sprint(want) {
		t.Errorf("told was of %v, want %v", names, want)
	}
}

// survivors sends datagrams one by one, and returns which arrive.
func survivors(t *testing.T, seed uint64, n int) []string {
	t.Helper()
	caller, server, tap, r := post(t, Bend{Call: true, Drop: 0.3, Seed: seed})
	for i := range n {
		say(t, caller, fmt.Sprint(i))
		r.until(t, func(all []Passing) bool { return len(all) > i+1 }) // one says who calls
	}
	lost := int(tap.Counts().Drop)
	texts, _ := gets(t, server, n-lost)
	if lost < n/10 || lost > n/2 {
		t.Errorf("of %d datagrams %d were lost, want about 3 in 10", n, lost)
	}
	return texts
}

func TestDropRepeatsWithItsSeed(t *testing.T) {
	one, two, other := survivors(t, 7, 200), survivors(t, 7, 200), survivors(t, 8, 200)
	if !slices.Equal(one, two) {
		t.Errorf("with the same seed arrived %v and then %v", one, two)
	}
	if slices.Equal(one, other) {
		t.Error("with another seed the same were lost")
	}
}

func TestDoubleSendsTwice(t *testing.T) {
	caller, server, tap, _ := post(t, Bend{Serve: true, Double: true})
	say(t, caller, "once")
	to := wants(t, server, "once")
	if _, err := server.WriteToUDP([]byte("twice"), to); err != nil {
		t.Fatal(err)
	}
	wants(t, caller, "twice", "twice")
	if n := tap.Counts().Double; n != 1 {
		t.Errorf("%d datagrams were doubled, want 1", n)
	}
}

// TestSwapChangesPlaces sends an odd number: nobody changes places with the
// last one, and it arrives all the same.
func TestSwapChangesPlaces(t *testing.T) {
	caller, server, tap, _ := post(t, Bend{Call: true, Serve: true, Swap: true})
	for _, pair := range [][2]string{{"a", "b"}, {"c", "d"}} {
		say(t, caller, pair[0])
		say(t, caller, pair[1])
		wants(t, server, pair[1], pair[0])
	}
	say(t, caller, "e")
	wants(t, server, "e")
	if n := tap.Counts().Swap; n != 2 {
		t.Errorf("%d pairs were swapped, want 2", n)
	}
}

// TestTapForgetsTalks lets more callers come than are remembered.
func TestTapForgetsTalks(t *testing.T) {
	first, server, tap, r := post(t, Bend{})
	say(t, first, "first")
	wants(t, server, "first")
	for i := range maxTalks {
		c := callerOf(t, tap)
		say(t, c, fmt.Sprint(i))
		wants(t, server, fmt.Sprint(i))
	}
	r.until(t, happened(Over, FromWire))
	i := slices.IndexFunc(r.events(), func(p Passing) bool { return p.What == Over })
	if name := r.events()[i].Conn; name != "call1" {
		t.Errorf("%s was forgotten, want call1, which was silent longest", name)
	}
}

// TestTapWithoutPacketServer sends to where nobody listens, and again when
// somebody does.
func TestTapWithoutPacketServer(t *testing.T) {
	caller, server, _, r := post(t, Bend{})
	at := server.LocalAddr().(*net.UDPAddr)
	_ = server.Close() // now nobody listens there
	say(t, caller, "lost")
	r.until(t, happened(Noted, FromServer))
	again, err := net.ListenUDP("udp", at)
	if err != nil {
		t.Skip("skipped: the port was taken by another:", err)
	}
	defer again.Close()
	if err := again.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	say(t, caller, "found")
	wants(t, again, "found")
}
