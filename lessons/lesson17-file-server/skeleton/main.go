// Lesson 17: a file server for many users, with everything learnt.
//
//	adduser [-users F] [-quota SIZE] NAME                 a new user; the password is a line of stdin
//	serve   [-addr HOST:PORT] [-root D] [-users F] ...    keep the files of each in a home of their own
//	call    [-addr HOST:PORT] -user NAME [-dir D] ...     log in, then say each line: help tells which
//
// This file is given and needs no change. You write scram.go and home.go.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

var errUsage = errors.New(`usage:
  adduser [-users FILE] [-quota SIZE] [-iterations N] NAME
  serve   [-addr HOST:PORT] [-root FOLDER] [-users FILE] [-max CALLERS] [-grace DURATION]
          [-login DURATION] [-header DURATION] [-backoff DURATION] [-keep DURATION]
  call    [-addr HOST:PORT] -user NAME [-password-file FILE] [-dir FOLDER]`)

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
	addr, root, users, user, password, dir string
	most, iterations                       int
	quota                                  size
	grace, login, header, backoff, keep    time.Duration
}

func parse(args []string) (o options, rest []string, err error) {
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.Usage = func() {} // errUsage says it
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8021", "the address of the server")
	flags.StringVar(&o.root, "root", "homes", "the folder of the users' homes")
	flags.StringVar(&o.users, "users", "users.json", "the users file")
	flags.StringVar(&o.user, "user", "", "who calls")
	flags.StringVar(&o.password, "password-file", "", "the file of the password; without it, it is a line of stdin")
	flags.StringVar(&o.dir, "dir", ".", "the caller's own folder")
	flags.IntVar(&o.most, "max", 1000, "how many callers are served at once")
	flags.IntVar(&o.iterations, "iterations", defaultIterations, "how often the password is hashed")
	o.quota = 10 << 20
	flags.Var(&o.quota, "quota", "how many bytes the user may have")
	flags.DurationVar(&o.grace, "grace", 5*time.Second, "how long the server waits for its callers when it is to end")
	flags.DurationVar(&o.login, "login", time.Minute, "how long a caller may take to log in")
	flags.DurationVar(&o.header, "header", 10*time.Second, "how long a caller may take for a header")
	flags.DurationVar(&o.backoff, "backoff", 500*time.Millisecond, "how long one has to wait after a wrong password, at first")
	flags.DurationVar(&o.keep, "keep", 24*time.Hour, "how long a part of an upload is kept")
	if err := flags.Parse(args[1:]); err != nil || o.most < 1 || o.login <= 0 || o.header <= 0 || o.backoff < 0 {
		return o, nil, errUsage
	}
	return o, flags.Args(), nil
}

func start(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	o, rest, err := parse(args)
	if err != nil {
		return err
	}
	switch {
	case args[0] == "adduser" && len(rest) == 1:
		password, err := line(bufio.NewScanner(os.Stdin))
		if err != nil {
			return err
		}
		return addUser(o.users, rest[0], password, o.iterations, int64(o.quota))
	case args[0] == "serve" && len(rest) == 0:
		return serve(o)
	case args[0] == "call" && len(rest) == 0 && o.user != "":
		return callAs(o)
	}
	return errUsage
}

// line returns the next line.
func line(lines *bufio.Scanner) (string, error) {
	if !lines.Scan() {
		return "", errors.Join(errors.New("want a line with a password, stdin has none"), lines.Err())
	}
	return lines.Text(), nil
}

// callAs calls as a user, whose password is in a file or the first line of stdin.
func callAs(o options) error {
	root, err := os.OpenRoot(o.dir)
	if err != nil {
		return err
	}
	defer root.Close() // nothing was written to it
	lines := bufio.NewScanner(os.Stdin)
	var password string
	if o.password == "" {
		password, err = line(lines)
	} else {
		var text []byte
		text, err = os.ReadFile(o.password)
		password = strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	}
	if err != nil {
		return err
	}
	return call(o.addr, o.user, password, root, lines, screen(os.Stdout))
}

// serve serves callers until a signal comes. It is ready for signals before it
// says that it can be reached: who knows that may send one.
func serve(o options) error {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err := changeUsers(o.users, func(*users) error { return nil }); err != nil { // there is one from now on
		return err
	}
	homes, err := openHomes(o.root, o.keep)
	if err != nil {
		return err
	}
	defer homes.Close() // nothing was written to a folder itself
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go homes.watch(ctx)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ln, err := net.Listen("tcp", o.addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", ln.Addr())
	slow := &backoff{first: o.backoff, marks: map[string]mark{}}
	s := &Server{MaxConns: o.most, Handler: &fileServer{homes, o.users, o.login, o.header, slow}}
	return untilTold(signals, o.grace, func() error { return s.Serve(ln) }, s.Shutdown)
}

// othersMayRead reports whether the file is open to other users of this machine.
// On Windows that is not told by these bits; there it reports false.
func othersMayRead(info fs.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

// A size is a number of bytes, written plainly or with KiB, MiB or GiB.
type size int64

func (s *size) String() string { return strconv.FormatInt(int64(*s), 10) }

// Set reads a size. It is what the package flag calls.
func (s *size) Set(text string) error {
	number, shift := text, 0
	for i, unit := range []string{"KiB", "MiB", "GiB"} {
		if n, ok := strings.CutSuffix(text, unit); ok {
			number, shift = n, 10*(i+1)
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > 1<<53>>shift { // JSON numbers of other languages are exact up to 1<<53
		return fmt.Errorf("want a number of bytes from 0 to %d, got %q", int64(1)<<53, text)
	}
	*s = size(n << shift)
	return nil
}
