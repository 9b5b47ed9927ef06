// Lesson 2: a talk, and the next caller.
//
//	serve [-addr HOST:PORT]   answer every caller in capitals, for ever
//	call  [-addr HOST:PORT]   say each line of stdin, print each answer
//
// This file is given and needs no change. You write server.go and client.go.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

var errUsage = errors.New(`usage:
  serve [-addr HOST:PORT]
  call  [-addr HOST:PORT]`)

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
	addr := flags.String("addr", "127.0.0.1:8081", "the address of the phone")
	if err := flags.Parse(args[1:]); err != nil {
		return errUsage
	}
	switch {
	case args[0] == "serve" && flags.NArg() == 0:
		return listenAndServe(*addr)
	case args[0] == "call" && flags.NArg() == 0:
		return call(*addr, os.Stdin, screen(os.Stdout))
	}
	return errUsage
}

// listenAndServe says where it listens as soon as it can be reached: with
// port 0 the system chooses the port, and only the listener knows which.
func listenAndServe(addr string) error {
	ln, err := listen(addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", ln.Addr())
	return serve(ln)
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
