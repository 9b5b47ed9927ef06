package main

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// How often a password is hashed: RFC 7677 wants no less than 4096, and more
// than the last number only keeps a caller busy.
const minIterations, defaultIterations, maxIterations = 4096, 100_000, 10_000_000

// keys are what the server keeps of a password. With them it recognizes who
// knows it and proves itself; to log in with them is not possible.
type keys struct {
	Salt       []byte `json:"salt,omitempty"`
	Iterations int    `json:"iterations,omitempty"`
	StoredKey  []byte `json:"stored_key,omitempty"`
	ServerKey  []byte `json:"server_key,omitempty"`
}

// derive makes the keys of a password (RFC 5802, section 3), and the client key
// that nobody keeps. It takes the password as it is: SASLprep would change some
// texts that are not ASCII.
func derive(password string, salt []byte, iterations int) (clientKey []byte, k keys, err error) {
	if iterations < minIterations || iterations > maxIterations {
		return nil, k, fmt.Errorf("want %d to %d iterations, got %d", minIterations, maxIterations, iterations)
	}
	salted, err := pbkdf2.Key(sha256.New, password, salt, iterations, sha256.Size)
	if err != nil {
		return nil, k, err
	}
	clientKey = sign(salted, "Client Key")
	stored := sha256.Sum256(clientKey)
	return clientKey, keys{salt, iterations, stored[:], sign(salted, "Server Key")}, nil
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
	x = &exchange{name: unescape.Replace(f[0]), nonce: f[1] + nonce, binding: base64.StdEncoding.EncodeToString([]byte(gs2))}
	x.k = find(x.name)
	serverFirst = fmt.Sprintf("r=%s,s=%s,i=%d", x.nonce, base64.StdEncoding.EncodeToString(x.k.Salt), x.k.Iterations)
	x.said = bare + "," + serverFirst
	return x, serverFirst, nil
}

// finish takes the caller's proof. It returns the server's.
func (x *exchange) finish(clientFinal string) (serverFinal string, err error) {
	at := max(strings.LastIndex(clientFinal, ",p="), 0)
	f, err := fields(clientFinal[:at], "c=", "r=")
	if err != nil {
		return "", err
	}
	if f[0] != x.binding || f[1] != x.nonce {
		return "", errors.New("the answer belongs to another exchange")
	}
	proof, err := base64.StdEncoding.Strict().DecodeString(clientFinal[at+len(",p="):])
	if err != nil || len(proof) != sha256.Size {
		return "", fmt.Errorf("want a proof of %d bytes, got %d", sha256.Size, len(proof))
	}
	all := x.said + "," + clientFinal[:at]
	subtle.XORBytes(proof, proof, sign(x.k.StoredKey, all)) // now it is the client key, if the proof is right
	stored := sha256.Sum256(proof)
	if !hmac.Equal(stored[:], x.k.StoredKey) {
		return "", errors.New("the proof is wrong")
	}
	return "v=" + base64.StdEncoding.EncodeToString(sign(x.k.ServerKey, all)), nil
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

// prove takes the server's first message. It returns the caller's proof.
func (p *prover) prove(serverFirst string) (clientFinal string, err error) {
	f, err := fields(serverFirst, "r=", "s=", "i=")
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(f[0], p.nonce) || len(f[0]) == len(p.nonce) {
		return "", errors.New("want a nonce that begins with ours and goes on, the server has changed it")
	}
	salt, err := base64.StdEncoding.Strict().DecodeString(f[1])
	if err != nil || len(salt) == 0 {
		return "", fmt.Errorf("want a salt, got %.80q", f[1])
	}
	if p.iterations, err = number(f[2]); err != nil {
		return "", err
	}
	clientKey, k, err := derive(p.password, salt, p.iterations)
	if err != nil {
		return "", err
	}
	clientFinal = "c=biws,r=" + f[0] // biws is "n,,"
	all := p.bare + "," + serverFirst + "," + clientFinal
	p.want = sign(k.ServerKey, all)
	subtle.XORBytes(clientKey, clientKey, sign(k.StoredKey, all))
	return clientFinal + ",p=" + base64.StdEncoding.EncodeToString(clientKey), nil
}

// check takes the server's proof. Who does not know the keys cannot make it.
func (p *prover) check(serverFinal string) error {
	f, err := fields(serverFinal, "v=")
	if err != nil {
		return err
	}
	got, err := base64.StdEncoding.Strict().DecodeString(f[0])
	if err != nil || p.want == nil || !hmac.Equal(got, p.want) {
		return errors.New("the server cannot prove that it knows the password's keys: it is not the one that we want")
	}
	return nil
}
