package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
)

// This file is given and needs no change. One goroutine can wait for one thing;
// these two let yours wait for several, by channels.

// A message is what somebody said.
type message struct {
	from net.Addr
	text []byte
}

// hear hands over what comes, and closes the channel when the socket is closed.
func hear(pc net.PacketConn) <-chan message {
	messages := make(chan message, 16)
	go func() {
		defer close(messages)
		buf := make([]byte, maxDatagram)
		for {
			n, from, err := pc.ReadFrom(buf)
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil {
				log.Println("a message is lost:", err) // the next one may be whole
				continue
			}
			messages <- message{from, bytes.Clone(buf[:n])} // buf is filled again
		}
	}()
	return messages
}

// readLines hands over the lines of r, and closes the channel at its end.
func readLines(r io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(r) // one line is less than 64 KiB
		for scanner.Scan() {
			lines <- scanner.Text()
		}
		if err := scanner.Err(); err != nil {
			fmt.Fprintln(os.Stderr, "reading lines:", err)
		}
	}()
	return lines
}
