// Lesson 4: an echo in datagrams.
//
//	serve [-addr HOST:PORT]            answer every datagram in capitals
//	call  [-addr HOST:PORT] [-wait D]  ask each line of stdin, print each reply
//
// This file is given and needs no change. You write server.go and client.go.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"time"
)

var errUsage = errors.New(`usage:
  serve [-addr HOST:PORT]
  call  [-addr HOST:PORT] [-wait DURATION]`)

// maxDatagram is the most bytes that a datagram carries over IPv4: 65,535 of
// the IP datagram (RFC 791, section 3.1) less 20 of its header and 8 of UDP's.
const maxDatagram = 65507

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
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	switch args[0] {
	case "serve":
		return listenAndServe(*addr)
	case "call":
		return call(*addr, *wait, os.Stdin, screen(os.Stdout))
	}
	return errUsage
}

// listenAndServe says where the socket is as soon as it can be reached: with
// port 0 the system chooses the port.
func listenAndServe(addr string) error {
	pc, err := listen(addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", pc.LocalAddr())
	return serve(pc)
}

// upper turns the letters a to z of b into A to Z and leaves every other
// byte as it is. It works in place and returns b.
func upper(b []byte) []byte {
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return b
}
