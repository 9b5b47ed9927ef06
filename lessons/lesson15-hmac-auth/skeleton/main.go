// Lesson 15: who is calling? A challenge, and an answer that only the key gives.
//
//	serve -key-file F [-addr HOST:PORT] [-handshake D]  answer those in capitals who know the key
//	call  -key-file F [-addr HOST:PORT]                 show that we know it, then talk
//
// This file is given and needs no change. You write key.go, server.go and
// client.go.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"os"
	"runtime"
	"time"
)

var errUsage = errors.New(`usage:
  serve -key-file FILE [-addr HOST:PORT] [-handshake DURATION]
  call  -key-file FILE [-addr HOST:PORT]`)

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
	addr := flags.String("addr", "127.0.0.1:9999", "the address of the phone")
	file := flags.String("key-file", "", "the file with the key that both sides have")
	limit := flags.Duration("handshake", 5*time.Second, "how long a caller may take to answer the challenge")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 || *file == "" || *limit <= 0 {
		return errUsage
	}
	if args[0] != "serve" && args[0] != "call" {
		return errUsage
	}
	key, err := readKey(*file)
	if err != nil {
		return err
	}
	if args[0] == "serve" {
		return listenAndServe(*addr, key, *limit)
	}
	return call(*addr, key, os.Stdin, screen(os.Stdout))
}

// challengeSize is how many bytes a challenge has.
const challengeSize = 32

// listenAndServe says where it listens as soon as it can be reached.
func listenAndServe(addr string, key []byte, limit time.Duration) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", ln.Addr())
	return serve(ln, key, limit)
}

// everyoneMayRead reports whether the file is open to every user of this
// machine. On Windows that is not told by these bits; there it reports false.
func everyoneMayRead(info fs.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o004 != 0
}
