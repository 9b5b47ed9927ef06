// Lesson 5: a chat of many with one operator.
//
//	serve [-addr HOST:PORT]   print each message, answer with lines of stdin
//	call  -contacts FILE      choose a contact, send lines, print the answers
//
// This file is given and needs no change. You write clean.go, server.go and
// client.go.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"strconv"
)

var errUsage = errors.New(`usage:
  serve [-addr HOST:PORT]
  call  -contacts FILE`)

// maxDatagram is the most bytes that a datagram carries over IPv4: 65,535 of
// the IP datagram (RFC 791, section 3.1) less 20 of its header and 8 of UDP's.
const maxDatagram = 65507

func main() {
	err := run(os.Args[1:])
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, err)
	if errors.Is(err, errUsage) {
		os.Exit(2)
	}
	os.Exit(1)
}

func run(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.Usage = func() {} // errUsage says it
	addr := flags.String("addr", "127.0.0.1:8081", "the address of the operator")
	file := flags.String("contacts", "", "a JSON object: names and addresses")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	switch {
	case args[0] == "serve":
		return listenAndServe(*addr)
	case args[0] == "call" && *file != "":
		contacts, err := readContacts(*file)
		if err != nil {
			return err
		}
		return call(contacts, os.Stdin, os.Stdout)
	}
	return errUsage
}

// listenAndServe says where the socket is as soon as it can be reached.
func listenAndServe(addr string) error {
	pc, err := net.ListenPacket("udp", addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening on", pc.LocalAddr())
	return serve(pc, os.Stdin, os.Stdout)
}

// readContacts reads a file of contacts. Every address in it must be one.
func readContacts(file string) (map[string]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	contacts := map[string]string{}
	if err := json.Unmarshal(text, &contacts); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for name, addr := range contacts {
		_, port, err := net.SplitHostPort(addr)
		if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil {
			return nil, fmt.Errorf("%s: contact %q: %q is not HOST:PORT", file, name, addr)
		}
		if _, err := net.ResolveUDPAddr("udp", addr); err != nil {
			return nil, fmt.Errorf("%s: contact %q: %w", file, name, err)
		}
	}
	return contacts, nil
}
