// Lesson 3: the echo over any stream family, with manners.
//
//	serve   [-network N] [-addr A] [-idle D]     answer every caller in capitals
//	call    [-network N] [-addr A] [-timeout D]  say each line, print each answer
//	options [-addr A]                            connect, print socket options
//
// N is tcp, tcp4, tcp6 or unix, where A is a path. This file is given and needs
// no change. You write server.go, client.go and options.go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

var errUsage = errors.New(`usage:
  serve   [-network tcp|tcp4|tcp6|unix] [-addr HOST:PORT|PATH] [-idle DURATION]
  call    [-network tcp|tcp4|tcp6|unix] [-addr HOST:PORT|PATH] [-timeout DURATION]
  options [-addr HOST:PORT]`)

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
	network := flags.String("network", "tcp", "the family: tcp, tcp4, tcp6 or unix")
	addr := flags.String("addr", "127.0.0.1:9000", "the address of the phone, a path for unix")
	idle := flags.Duration("idle", 30*time.Second, "how long a caller may be silent")
	timeout := flags.Duration("timeout", 3*time.Second, "how long to wait for a connection, and for each reply")
	known := []string{"tcp", "tcp4", "tcp6", "unix"}
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 || !slices.Contains(known, *network) {
		return errUsage
	}
	switch args[0] {
	case "serve":
		return listenAndServe(*network, *addr, *idle)
	case "call":
		return call(*network, *addr, *timeout, os.Stdin, screen(os.Stdout))
	case "options":
		return options(*addr, *timeout, os.Stdout)
	}
	return errUsage
}

// listenAndServe says where it listens as soon as it can be reached. SIGINT
// (Ctrl-C) and SIGTERM end ctx, and with it the server.
func listenAndServe(network, addr string, idle time.Duration) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ln, err := listen(network, addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", ln.Addr())
	return serve(ctx, ln, idle)
}

// listen opens the line. The path of a Unix socket may be taken.
func listen(network, addr string) (net.Listener, error) {
	if network != "unix" {
		return net.Listen(network, addr)
	}
	unlock, err := lockFolder(filepath.Dir(addr)) // from the look until the socket is there
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := clear(addr); err != nil {
		return nil, err
	}
	return net.Listen("unix", addr)
}

// explain adds the words "timed out" to an error that is one of time.
func explain(err error) error {
	var ne net.Error
	if errors.As(err, &ne) && ne.Timeout() {
		return fmt.Errorf("timed out: %w", err)
	}
	return err
}

// exchange says message and returns the reply, as in lesson02.
func exchange(conn net.Conn, message []byte) ([]byte, error) {
	if _, err := conn.Write(message); err != nil {
		return nil, err
	}
	reply := make([]byte, len(message))
	_, err := io.ReadFull(conn, reply)
	return reply, err
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
