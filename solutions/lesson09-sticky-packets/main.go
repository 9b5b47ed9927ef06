// Lesson 9: a laboratory for TCP's lack of message boundaries.
//
//	serve [-addr HOST:PORT] [-reads N,N...]        one Read of each size, printed
//	call  [-addr HOST:PORT] [-gap D] [-nodelay=BOOL] MESSAGE...
//	                                               one Write for each message
//	count [-addr HOST:PORT] -expect TEXT,TEXT...   Reads beside messages
//
// This file is given and needs no change. You write server.go, client.go and
// count.go.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"strconv"
	"strings"
)

var errUsage = errors.New(`usage:
  serve [-addr HOST:PORT] [-reads N,N...]
  call  [-addr HOST:PORT] [-gap DURATION] [-nodelay=BOOL] MESSAGE...
  count [-addr HOST:PORT] -expect MESSAGE,MESSAGE...`)

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
	reads := sizes{10, 10}
	flags.Var(&reads, "reads", "the sizes of the buffers, one for each Read")
	gap := flags.Duration("gap", 0, "how long to wait between two messages")
	nodelay := flags.Bool("nodelay", true, "send small messages at once")
	expect := flags.String("expect", "", "the messages to come")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 && args[0] != "call" {
		return errUsage
	}
	switch {
	case args[0] == "serve":
		return listening(*addr, func(ln net.Listener) error { return serve(ln, reads, os.Stdout) })
	case args[0] == "call" && flags.NArg() > 0:
		return call(*addr, *gap, *nodelay, flags.Args())
	case args[0] == "count" && *expect != "":
		return listening(*addr, func(ln net.Listener) error { return count(ln, strings.Split(*expect, ","), os.Stdout) })
	}
	return errUsage
}

// listening says where it listens as soon as it can be reached.
func listening(addr string, serve func(net.Listener) error) error {
	ln, err := listen(addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", ln.Addr())
	return serve(ln)
}

// listen opens the line: a TCP socket at addr that takes calls.
func listen(addr string) (net.Listener, error) {
	return net.Listen("tcp", addr)
}

// oneCall takes the next call, and no other after it.
func oneCall(ln net.Listener) (net.Conn, error) {
	defer ln.Close() // nothing was written to a listener: no error worth a word
	conn, err := ln.Accept()
	if err != nil {
		return nil, err
	}
	log.Println("call from", conn.RemoteAddr())
	return conn, nil
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// sizes are numbers of bytes with commas between.
type sizes []int

func (s *sizes) String() string { return fmt.Sprint([]int(*s)) }

// Set reads sizes. It is what the package flag calls.
func (s *sizes) Set(text string) error {
	*s = nil
	for _, field := range strings.Split(text, ",") {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 || n > 1<<20 {
			return fmt.Errorf("want sizes from 1 to 1048576, got %q", field)
		}
		*s = append(*s, n)
	}
	return nil
}
