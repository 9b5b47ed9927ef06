// Lesson 16: everyone at once. A type of server, and what can be served with it.
//
//	serve           [-addr HOST:PORT] [-dir D] [-max N] [-grace D] [-header D]  lesson14's files
//	serve-udp       [-addr HOST:PORT] [-limit D] [-max N] [-grace D]            lesson08's commands
//	serve-upper     [-addr HOST:PORT] [-max N] [-grace D]                       words in capitals
//	serve-upper-udp [-addr HOST:PORT] [-max N] [-grace D]                       the same in datagrams
//	call            [-addr HOST:PORT] [-dir D] [-nosum]                         lesson14's caller
//
// This file is given and needs no change. You write crew.go and serve.go.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"
)

var errUsage = errors.New(`usage:
  serve           [-addr HOST:PORT] [-dir FOLDER] [-max CALLERS] [-grace DURATION] [-header DURATION]
  serve-udp       [-addr HOST:PORT] [-limit DURATION] [-max DATAGRAMS] [-grace DURATION]
  serve-upper     [-addr HOST:PORT] [-max CALLERS] [-grace DURATION]
  serve-upper-udp [-addr HOST:PORT] [-max DATAGRAMS] [-grace DURATION]
  call            [-addr HOST:PORT] [-dir FOLDER] [-nosum]`)

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

// options are what the flags say.
type options struct {
	addr, dir            string
	most                 int
	grace, header, limit time.Duration
	nosum                bool
}

func parse(args []string) (o options, err error) {
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.Usage = func() {} // errUsage says it
	dir := "."
	if args[0] == "serve" {
		dir = "shared"
	}
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8080", "the address of the server")
	flags.StringVar(&o.dir, "dir", dir, "the folder of the files")
	flags.IntVar(&o.most, "max", 1000, "how many callers, or datagrams, are served at once")
	flags.DurationVar(&o.grace, "grace", 5*time.Second, "how long the server waits for its callers when it is to end")
	flags.DurationVar(&o.header, "header", 10*time.Second, "how long a caller may take for a header")
	flags.DurationVar(&o.limit, "limit", 10*time.Second, "how long a command may run")
	flags.BoolVar(&o.nosum, "nosum", false, "ask for no checksums")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 || o.most < 1 {
		return o, errUsage
	}
	return o, nil
}

func start(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	o, err := parse(args)
	if err != nil {
		return err
	}
	switch args[0] {
	case "serve":
		root, err := openFolder(o.dir)
		if err != nil {
			return err
		}
		defer root.Close() // nothing was written to it
		return serve(o, files{root, o.header})
	case "serve-upper":
		return serve(o, HandlerFunc(talk))
	case "serve-udp":
		return servePackets(o, commands{o.limit})
	case "serve-upper-udp":
		return servePackets(o, words{})
	case "call":
		root, err := os.OpenRoot(o.dir)
		if err != nil {
			return err
		}
		defer root.Close() // nothing was written to it
		return call(o.addr, root, !o.nosum, os.Stdin, screen(os.Stdout))
	}
	return errUsage
}

// told returns where it is told that the program is to end: by SIGINT, which is
// Ctrl-C, or by SIGTERM.
func told() <-chan os.Signal {
	signals := make(chan os.Signal, 2) // a signal that finds no room is lost
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	return signals
}

// serve serves callers until a signal comes. It is ready for signals before it
// says that it can be reached: who knows that may send one.
func serve(o options, h Handler) error {
	signals := told()
	ln, err := net.Listen("tcp", o.addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", ln.Addr())
	s := &Server{Handler: h, MaxConns: o.most}
	return untilTold(signals, o.grace, func() error { return s.Serve(ln) }, s.Shutdown)
}

// servePackets is serve for datagrams.
func servePackets(o options, h PacketHandler) error {
	signals := told()
	pc, err := net.ListenPacket("udp", o.addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", pc.LocalAddr())
	s := &PacketServer{Handler: h, MaxPackets: o.most}
	return untilTold(signals, o.grace, func() error { return s.Serve(pc) }, s.Shutdown)
}
