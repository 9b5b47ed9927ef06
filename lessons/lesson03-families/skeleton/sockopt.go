package main

import (
	"fmt"
	"io"
	"syscall"
)

// This file is given and needs no change.

// shown are the options that are printed, in this order.
var shown = []struct {
	name        string
	level, code int
}{
	{"nodelay", syscall.IPPROTO_TCP, syscall.TCP_NODELAY},
	{"keepalive", syscall.SOL_SOCKET, syscall.SO_KEEPALIVE},
	{"sndbuf", syscall.SOL_SOCKET, syscall.SO_SNDBUF},
	{"rcvbuf", syscall.SOL_SOCKET, syscall.SO_RCVBUF},
	{"reuseaddr", syscall.SOL_SOCKET, syscall.SO_REUSEADDR},
}

// show prints what the options of a socket are set to.
func show(w io.Writer, fd uintptr) error {
	for _, o := range shown {
		n, err := option(fd, o.level, o.code)
		if err != nil {
			return fmt.Errorf("%s: %w", o.name, err)
		}
		if _, err := fmt.Fprintln(w, o.name, n); err != nil {
			return err
		}
	}
	return nil
}
