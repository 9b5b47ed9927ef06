package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
)

// This file is given and needs no change: who takes part in a login, and how it
// begins. What is worked out in it is in scram.go.

// How often a password is hashed: RFC 7677 wants no less than 4096, and more
// than the last number only keeps a caller busy.
const minIterations, defaultIterations, maxIterations = 4096, 100_000, 10_000_000

// keys are what the server keeps of a password. With them it recognizes who
// knows it, and proves itself. To log in they are not enough.
type keys struct {
	Salt       []byte `json:"salt,omitempty"`
	Iterations int    `json:"iterations,omitempty"`
	StoredKey  []byte `json:"stored_key,omitempty"`
	ServerKey  []byte `json:"server_key,omitempty"`
}

// sign returns the HMAC-SHA256 of a text.
func sign(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text)) // a hash.Hash never returns an error
	return mac.Sum(nil)
}

// An exchange is the server's side of one login. It is good for one proof.
type exchange struct {
	name          string // whom the caller says to be
	k             keys
	binding, said string // what c= must say; what both sides have said
	nonce         string // of both sides
}

// begin takes the caller's first message. It returns the server's, with nonce
// behind the caller's own.
func begin(clientFirst, nonce string, find func(name string) keys) (x *exchange, serverFirst string, err error) {
	if !strings.HasPrefix(clientFirst, "n,,") && !strings.HasPrefix(clientFirst, "y,,") {
		return nil, "", errors.New("want no channel binding and no other identity")
	}
	gs2, bare := clientFirst[:3], clientFirst[3:]
	f, err := fields(bare, "n=", "r=")
	if err != nil {
		return nil, "", err
	}
	x = &exchange{name: unescape.Replace(f[0]), nonce: f[1] + nonce, binding: encode([]byte(gs2))}
	x.k = find(x.name)
	serverFirst = fmt.Sprintf("r=%s,s=%s,i=%d", x.nonce, encode(x.k.Salt), x.k.Iterations)
	x.said = bare + "," + serverFirst
	return x, serverFirst, nil
}

// A prover is the caller's side of one login.
type prover struct {
	bare, password, nonce string
	iterations            int    // as the server says
	want                  []byte // the server's proof
}

func newProver(name, password, nonce string) *prover {
	return &prover{bare: "n=" + escape.Replace(name) + ",r=" + nonce, password: password, nonce: nonce}
}

// first is the caller's first message.
func (p *prover) first() string { return "n,," + p.bare }
