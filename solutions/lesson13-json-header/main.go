// Lesson 13: a reply behind a header that can grow.
//
//	serve [-addr HOST:PORT] [-limit D] [-max N]  run each message as a command
//	call  [-addr HOST:PORT]                      say each line, print the whole reply
//
// This file is given and needs no change. You write header.go, server.go and
// client.go.
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
  serve [-addr HOST:PORT] [-limit DURATION] [-max BYTES]
  call  [-addr HOST:PORT]`)

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
	addr := flags.String("addr", "127.0.0.1:8080", "the address of the server")
	limit := flags.Duration("limit", 10*time.Second, "how long a command may run")
	most := size(1 << 20)
	flags.Var(&most, "max", "how many bytes of its output are sent")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	switch args[0] {
	case "serve":
		return listenAndServe(*addr, limits{*limit, int(most)})
	case "call":
		return call(*addr, os.Stdin, screen(os.Stdout))
	}
	return errUsage
}

// limits bound what one command may use.
type limits struct {
	time time.Duration // after which it is killed
	max  int           // bytes of its output that are kept
}

// listenAndServe says where it listens as soon as it can be reached.
func listenAndServe(addr string, l limits) error {
	ln, err := listen(addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", ln.Addr())
	return serve(ln, l)
}

// listen opens the line: a TCP socket at addr that takes calls.
func listen(addr string) (net.Listener, error) {
	return net.Listen("tcp", addr)
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
