package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// This file is given and needs no change.

// A caller is one call of a user.
type caller struct {
	conn       net.Conn
	name       string
	iterations int      // of their password
	root       *os.Root // the folder of their own files
	lines      *bufio.Scanner
}

const help = `put [-resume] FILE   send a file of your own folder to where you are
get [-resume] PATH   fetch a file into your own folder
pwd, cd PATH, ls [PATH], mkdir PATH, rm PATH, stat PATH, du
mv FROM TO           a name with blanks stands in quotes: mv "my file" b
passwd               the next line is your new password
help, quit`

// call logs in and does what each line says, until the line "quit" or the end.
// What is confirmed it prints, and with anything else it fails.
func call(addr, name, password string, root *os.Root, lines *bufio.Scanner, stdout io.Writer) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return fmt.Errorf("calling %s: %w", addr, err)
	}
	defer conn.Close() // everything was said with Write and heard with Read
	c := &caller{conn: conn, name: name, root: root, lines: lines}
	if err := c.login(password); err != nil {
		return fmt.Errorf("logging in at %s as %q: %w", addr, name, err)
	}
	var failed error
	for lines.Scan() && lines.Text() != "quit" {
		if lines.Text() == "" {
			continue
		}
		told, err := c.do(lines.Text())
		if _, ok := errors.AsType[refusal](err); ok {
			fmt.Fprintln(os.Stderr, err)
			failed = errors.New("not everything was confirmed")
		} else if err != nil {
			return fmt.Errorf("talking to %s: %w", addr, err)
		} else if told == "" {
			continue // a folder with nothing in it
		} else if _, err := fmt.Fprintln(stdout, told); err != nil {
			return err
		}
	}
	return errors.Join(failed, lines.Err())
}

// login shows the server that we know the password, and does not show the
// password; and wants the same of the server.
func (c *caller) login(password string) error {
	p := newProver(c.name, password, rand.Text())
	if err := ask(c.conn, request{Cmd: "login", Mech: mechanism}, p.first()); err != nil {
		return err
	}
	_, challenge, err := c.hear("continue", 0) // a server that is full lets us wait
	if err != nil {
		return err
	}
	final, err := p.prove(challenge)
	if err != nil {
		return err
	}
	if err := ask(c.conn, request{Cmd: "login"}, final); err != nil {
		return err
	}
	_, proof, err := c.hear("ok", patience)
	if err != nil {
		return err
	}
	c.iterations = p.iterations
	return p.check(proof)
}

// hear waits for a reply and its body. An error that the server tells is a
// refusal.
func (c *caller) hear(want string, wait time.Duration) (reply, string, error) {
	r, err := c.head(want, wait)
	if err != nil {
		return r, "", err
	}
	body, err := readBody(c.conn, *r.DataSize, maxList)
	return r, body, err
}

// head is hear, but leaves the body where it is.
func (c *caller) head(want string, wait time.Duration) (r reply, err error) {
	deadline := time.Time{} // none
	if wait > 0 {
		deadline = time.Now().Add(wait)
	}
	if err := c.conn.SetReadDeadline(deadline); err != nil {
		return r, err
	}
	err = readMessage(c.conn, &r, func() *int64 { return r.DataSize })
	switch {
	case errors.Is(err, io.EOF):
		return r, errors.New("the server hung up without a reply")
	case err != nil:
		return r, err
	case r.Status == "error":
		if _, err := readBody(c.conn, *r.DataSize, maxText); err != nil {
			return r, err
		}
		r.Message = fmt.Sprintf("the server says %q, %q", r.Code, r.Message) // quoted: a terminal would obey it
		if r.Code == "lost" {                                                // it hangs up
			return r, errors.New(r.Message)
		}
		return r, refusal{reply: r}
	case r.Status != want:
		return r, fmt.Errorf("want a reply with status %q, the server says %q", want, r.Status)
	}
	return r, nil
}

// passwd gives the server the keys of a new password. It does not see the
// password; but who listens on the line gets the keys.
func (c *caller) passwd() error {
	password, err := line(c.lines)
	if err != nil {
		return err
	}
	k, err := newKeys(password, c.iterations)
	if err != nil {
		return refuse("local", err)
	}
	if err := ask(c.conn, request{Cmd: "passwd", keys: k}, ""); err != nil {
		return err
	}
	_, _, err = c.hear("ok", patience)
	return err
}
