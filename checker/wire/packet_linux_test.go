package wire

import (
	"net"
	"testing"
	"time"
)

func TestBindingsSeeTheQueue(t *testing.T) {
	pc, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer pc.Close()
	log := NewLog(func() {})
	alice, err := log.Socket("alice", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer alice.Close()
	number, err := inodeOf(pc)
	if err != nil {
		t.Fatal(err)
	}
	queued := func() int64 {
		all, err := Bindings([]uint64{number})
		if err != nil || len(all) != 1 || all[number].Addr != addrPort(pc.LocalAddr()) {
			t.Fatalf("the socket is %v, %v; want one at %v", all, err, pc.LocalAddr())
		}
		return all[number].Queued
	}
	if n := queued(); n != 0 {
		t.Errorf("an empty queue holds %d bytes", n)
	}
	if err := alice.Post(nil, addrPort(pc.LocalAddr())); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); queued() == 0; {
		if time.Now().After(end) {
			t.Fatal("an empty datagram is not seen in the queue")
		}
	}
	if n, _, err := pc.ReadFromUDPAddrPort(make([]byte, 10)); n != 0 || err != nil {
		t.Errorf("read %d bytes, %v; want an empty datagram", n, err)
	}
	if n := queued(); n != 0 {
		t.Errorf("after the read the queue holds %d bytes", n)
	}
}
