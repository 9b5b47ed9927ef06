// Lesson 14: files, up and down.
//
//	serve [-addr HOST:PORT] [-dir D]           keep what callers put, give what they get
//	call  [-addr HOST:PORT] [-dir D] [-nosum]  say each line: put FILE, get FILE
//
// This file is given and needs no change. You write store.go, server.go and
// client.go.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
)

var errUsage = errors.New(`usage:
  serve [-addr HOST:PORT] [-dir FOLDER]
  call  [-addr HOST:PORT] [-dir FOLDER] [-nosum]`)

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
	dir := "."
	if args[0] == "serve" {
		dir = "shared"
	}
	flags.StringVar(&dir, "dir", dir, "the folder of the files")
	nosum := flags.Bool("nosum", false, "ask for no checksums")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	switch args[0] {
	case "serve":
		return listenAndServe(*addr, dir)
	case "call":
		root, err := os.OpenRoot(dir)
		if err != nil {
			return err
		}
		defer root.Close() // nothing was written to it
		return call(*addr, root, !*nosum, os.Stdin, screen(os.Stdout))
	}
	return errUsage
}

// listenAndServe says where it listens as soon as it can be reached. The folder
// is made where it is missing.
func listenAndServe(addr, dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close() // nothing was written to it
	ln, err := listen(addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", ln.Addr())
	return serve(ln, root)
}

// listen opens the line: a TCP socket at addr that takes calls.
func listen(addr string) (net.Listener, error) {
	return net.Listen("tcp", addr)
}
