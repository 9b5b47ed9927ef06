// Lesson 8: commands run far away, in datagrams.
//
//	serve [-addr HOST:PORT] [-limit D] [-max N]   run each datagram as a command
//	call  [-addr HOST:PORT] [-wait D] [-buffer N] ask each line, print each reply
//
// This file is given and needs no change. You write server.go and client.go.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

var errUsage = errors.New(`usage:
  serve [-addr HOST:PORT] [-limit DURATION] [-max BYTES, at most 65507]
  call  [-addr HOST:PORT] [-wait DURATION] [-buffer BYTES]`)

// maxDatagram is the most bytes that a datagram carries over IPv4: 65,535 of
// the IP datagram (RFC 791, section 3.1) less 20 of its header and 8 of UDP's.
const maxDatagram = 65507

func main() {
	err := start(os.Args[1:])
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, err)
	if errors.Is(err, errUsage) {
		os.Exit(2)
	}
	os.Exit(1)
}

func start(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.Usage = func() {} // errUsage says it
	addr := flags.String("addr", "127.0.0.1:9003", "the address of the server")
	limit := flags.Duration("limit", 10*time.Second, "how long a command may run")
	most := size(8192)
	flags.Var(&most, "max", "how many bytes the reply has at most")
	wait := flags.Duration("wait", 10*time.Second, "how long to wait for a reply")
	buffer := size(maxDatagram)
	flags.Var(&buffer, "buffer", "how many bytes of a reply there is room for")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 || most > maxDatagram {
		return errUsage
	}
	switch args[0] {
	case "serve":
		return listenAndServe(*addr, limits{*limit, int(most)})
	case "call":
		return call(*addr, *wait, int(buffer), os.Stdin, screen(os.Stdout))
	}
	return errUsage
}

// limits bound what one command may use.
type limits struct {
	time time.Duration // after which it is killed
	max  int           // bytes of its output that are kept
}

// listenAndServe says where the socket is as soon as it can be reached.
func listenAndServe(addr string, l limits) error {
	pc, err := listen(addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", pc.LocalAddr())
	return serve(pc, l)
}

// listen opens a socket for datagrams at addr.
func listen(addr string) (net.PacketConn, error) {
	return net.ListenPacket("udp", addr)
}

// A size is a number of bytes, written plainly or with KiB, MiB or GiB.
type size int

func (s *size) String() string { return strconv.Itoa(int(*s)) }

// Set reads a size. It is what the package flag calls.
func (s *size) Set(text string) error {
	number, shift := text, 0
	for i, unit := range []string{"KiB", "MiB", "GiB"} {
		if n, ok := strings.CutSuffix(text, unit); ok {
			number, shift = n, 10*(i+1)
		}
	}
	n, err := strconv.ParseInt(number, 10, 32)
	if err != nil || n < 1 || n<<shift > 1<<31-1 {
		return fmt.Errorf("want a number of bytes from 1 to 2147483647, got %q", text)
	}
	*s = size(n << shift)
	return nil
}
