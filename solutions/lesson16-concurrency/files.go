package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"os"
	"strings"
	"time"
)

// This file is given and needs no change: it is lesson14's server, as a
// Handler.

// unfinished begins the names of files that are not whole yet. Nobody else may
// use such a name.
const unfinished = ".unfinished-"

// openFolder opens the folder of the files, which is made where it is missing,
// and removes what a server that was killed has left unfinished. So there may be
// one server for a folder.
func openFolder(dir string) (*os.Root, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(root.FS(), ".")
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), unfinished) {
			err = errors.Join(err, root.Remove(e.Name()))
		}
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return root, nil
}

// files serves the files of a folder.
type files struct {
	root   *os.Root
	header time.Duration // that a caller has for each header
}

// Handle answers one request after another, until the caller hangs up or ctx is
// over. A caller who says nothing costs little: no more than this waits for
// their first byte.
func (f files) Handle(ctx context.Context, conn net.Conn) {
	first := make([]byte, 1)
	for readUnless(ctx, conn, first) == nil && f.answered(ctx, conn, first) {
	}
}

// answered answers the request that begins with first, and reports whether
// another may follow. The caller is told of every error, and unless it is a
// refusal the call ends with it.
func (f files) answered(ctx context.Context, conn net.Conn, first []byte) bool {
	q, err := next(conn, first, f.header)
	if err == nil {
		err = answer(conn, f.root, q)
	}
	if err == nil {
		return true
	}
	told := writeMessage(conn, reply{Status: "error", Message: err.Error()})
	if _, ok := errors.AsType[refusal](err); ok && told == nil {
		return true
	}
	log.Println("call lost:", conn.RemoteAddr(), err)
	if !errors.Is(err, os.ErrDeadlineExceeded) { // who is late is not waited for
		f.leave(ctx, conn)
	}
	return false
}

// leave hangs up as lesson14 does, but waits for the other side no longer than
// for a header, and not at all once ctx is over.
func (f files) leave(ctx context.Context, conn net.Conn) {
	ctx, cancel := context.WithTimeout(ctx, f.header)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // then hangUp waits no more
	defer stop()
	hangUp(conn)
}

// readUnless reads into b. When ctx is over before something comes, it returns
// io.EOF.
func readUnless(ctx context.Context, conn net.Conn, b []byte) error {
	if ctx.Err() != nil {
		return io.EOF
	}
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = conn.SetReadDeadline(longAgo)
		close(woken)
	})
	_, err := conn.Read(b)
	if !stop() {
		<-woken // from here on the deadline is the caller's again
	}
	if err != nil && ctx.Err() != nil {
		return io.EOF
	}
	return err
}

// answer does what a request asks for.
func answer(conn net.Conn, root *os.Root, q request) error {
	switch q.Cmd {
	case "put":
		return put(conn, root, q)
	case "get":
		return get(conn, root, q)
	}
	return fmt.Errorf("want put or get, got %q", q.Cmd)
}
