package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"time"
)

// serve runs the commands of one caller after another, for ever.
func serve(ln net.Listener, l limits) error {
	defer ln.Close() // nothing was written to a listener: no error worth a word

	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		if err := handle(conn, l); err != nil {
			log.Println("call lost:", err) // this caller's trouble, not the next one's
		}
	}
}

// handle answers every command of one caller. When the caller is gone, so is
// the command that still runs.
func handle(conn net.Conn, l limits) error {
	defer conn.Close() // every reply left with Write, which reports its own error
	log.Println("call from", conn.RemoteAddr())

	ctx, hangUp := context.WithCancel(context.Background())
	defer hangUp()
	commands := make(chan string, 16)
	go hear(ctx, conn, commands, hangUp)
	for command := range commands {
		if _, err := conn.Write(reply(run(ctx, command, l), l)); err != nil {
			return err
		}
	}
	return nil
}

// patience is how long a command may go on whose caller says no more: a caller
// who has only closed their half still gets what is ready by then.
const patience = 500 * time.Millisecond

// hear takes one Read for one command, also while another runs, so that it
// notices when the caller is gone.
func hear(ctx context.Context, conn net.Conn, commands chan<- string, hangUp func()) {
	defer close(commands)
	buf := make([]byte, 1024)
	for {
		n, err := conn.Read(buf)
		if errors.Is(err, io.EOF) {
			time.AfterFunc(patience, hangUp)
			return
		}
		if err != nil {
			hangUp()
			return
		}
		select {
		case commands <- string(buf[:n]):
		case <-ctx.Done():
			return
		}
	}
}
