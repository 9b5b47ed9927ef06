// Lesson 6: a clock that answers in any format.
//
//	serve [-addr HOST:PORT] [-now MOMENT]  answer every format with the time
//	call  [-addr HOST:PORT] [-wait D]      ask each line of stdin, print each reply
//
// This file is given and needs no change. You write strftime.go, server.go and
// client.go.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"time"
)

var errUsage = errors.New(`usage:
  serve [-addr HOST:PORT] [-now MOMENT]
  call  [-addr HOST:PORT] [-wait DURATION]`)

// maxDatagram is the most bytes that a datagram carries over IPv4: 65,535 of
// the IP datagram (RFC 791, section 3.1) less 20 of its header and 8 of UDP's.
const maxDatagram = 65507

// defaultFormat is what an empty question means.
const defaultFormat = "%Y-%m-%d %X"

func main() {
	err := run(os.Args[1:])
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, err)
	if errors.Is(err, errUsage) {
		os.Exit(2)
	}
	os.Exit(1)
}

func run(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.Usage = func() {} // errUsage says it
	addr := flags.String("addr", "127.0.0.1:9000", "the address of the server")
	wait := flags.Duration("wait", time.Second, "how long to wait for a reply")
	now := flags.String("now", "", "the moment at which the clock stands still, as in 2031-03-05T07:04:09Z")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	switch args[0] {
	case "serve":
		return listenAndServe(*addr, *now)
	case "call":
		return call(*addr, *wait, os.Stdin, screen(os.Stdout))
	}
	return errUsage
}

// listenAndServe says where the socket is as soon as it can be reached: with
// port 0 the system chooses the port.
func listenAndServe(addr, moment string) error {
	now, err := clock(moment)
	if err != nil {
		return err
	}
	pc, err := listen(addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", pc.LocalAddr())
	return serve(pc, now)
}

// listen opens a socket for datagrams at addr.
func listen(addr string) (net.PacketConn, error) {
	return net.ListenPacket("udp", addr)
}

// clock returns the clock of the server: this machine's, in its own zone, or
// one that stands still at a moment (RFC 3339).
func clock(moment string) (now func() time.Time, err error) {
	if moment == "" {
		return time.Now, nil
	}
	t, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		return nil, fmt.Errorf("-now: %w", err)
	}
	return func() time.Time { return t }, nil
}
