package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"time"
)

// serve takes one caller after another, for ever.
func serve(ln net.Listener, key []byte, limit time.Duration) error {
	defer ln.Close() // nothing was written to a listener: no error worth a word
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		if err := handle(conn, key, limit); err != nil {
			log.Println("call lost:", err) // this caller's trouble, not the next one's
		}
	}
}

// handle talks with a caller who has the key, and hangs up on all others.
func handle(conn net.Conn, key []byte, limit time.Duration) error {
	defer conn.Close() // every reply left with Write, which reports its own error
	if err := authenticate(conn, key, limit); err != nil {
		log.Printf("rejected %v: %v", conn.RemoteAddr(), err)
		return nil
	}
	log.Println("call from", conn.RemoteAddr())
	return talk(conn)
}

// authenticate returns nil if the caller answers a fresh challenge rightly, in time.
func authenticate(conn net.Conn, key []byte, limit time.Duration) error {
	if err := conn.SetDeadline(time.Now().Add(limit)); err != nil {
		return err
	}
	challenge := make([]byte, challengeSize)
	rand.Read(challenge) // never fails (crypto/rand)
	if _, err := conn.Write(challenge); err != nil {
		return err
	}
	got := make([]byte, sha256.Size)
	if n, err := io.ReadFull(conn, got); err != nil {
		return fmt.Errorf("%d of %d bytes of the answer came: %w", n, len(got), err)
	}
	if !hmac.Equal(got, answer(key, challenge)) {
		return errors.New("the answer is wrong")
	}
	return conn.SetDeadline(time.Time{}) // a talk may take its time
}
