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
	"syscall"
	"time"
)

// clear removes the socket file of a dead server, and nothing else.
func clear(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	if info.Mode()&fs.ModeSocket == 0 {
		return fmt.Errorf("%s is there and is no socket", path)
	}
	if conn, err := net.DialTimeout("unix", path, time.Second); err == nil {
		_ = conn.Close() // nothing was said
		return fmt.Errorf("%s is in use: a server answers there", path)
	} else if !errors.Is(err, syscall.ECONNREFUSED) {
		return err // perhaps it lives
	}
	return os.Remove(path)
}

// serve talks with one caller after another, until ctx ends.
func serve(ctx context.Context, ln net.Listener, idle time.Duration) error {
	defer context.AfterFunc(ctx, func() { _ = ln.Close() })() // which removes a socket's file
	for {
		conn, err := ln.Accept()
		if ctx.Err() != nil {
			return nil // told to end
		}
		if err != nil {
			return err
		}
		if err := handle(ctx, conn, idle); err != nil {
			log.Println("call lost:", err) // this caller's trouble, not the next one's
		}
	}
}

// handle answers one caller until they hang up, or are silent for too long.
func handle(ctx context.Context, conn net.Conn, idle time.Duration) error {
	defer conn.Close() // every reply left with Write, which reports its own error
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	log.Println("call at", conn.LocalAddr(), "from", conn.RemoteAddr())

	buf := make([]byte, 1024)
	for {
		if err := conn.SetDeadline(time.Now().Add(idle)); err != nil {
			return err
		}
		n, err := conn.Read(buf)
		if errors.Is(err, io.EOF) {
			return nil // the caller hung up
		}
		if err != nil {
			return err
		}
		if _, err := conn.Write(upper(buf[:n])); err != nil {
			return err
		}
	}
}
