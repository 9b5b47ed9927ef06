package check

import (
	"bytes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// This file is SCRAM-SHA-256 (RFC 5802 and RFC 7677), both sides, for the
// checker's own part in lesson17's logins.

const (
	leastIterations = 4096       // RFC 7677, section 4
	mostIterations  = 10_000_000 // lesson17's contract
)

// scramKeys are what is made of a password (RFC 5802, section 3).
type scramKeys struct {
	salted, client []byte // that nobody keeps
	stored, server []byte // that the server has
}

func deriveKeys(password string, salt []byte, iterations int) (k scramKeys, err error) {
	salted, err := pbkdf2.Key(sha256.New, password, salt, iterations, sha256.Size)
	if err != nil {
		return k, err
	}
	return keysFrom(salted), nil
}

// keysFrom makes the keys of a salted password.
func keysFrom(salted []byte) scramKeys {
	client := signed(salted, "Client Key")
	return scramKeys{salted: salted, client: client, stored: hashed(client), server: signed(salted, "Server Key")}
}

// signed returns the HMAC-SHA256 of a text.
func signed(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text)) // a hash.Hash never returns an error
	return mac.Sum(nil)
}

func hashed(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:]
}

func xor(a, b []byte) []byte {
	c := make([]byte, min(len(a), len(b)))
	subtle.XORBytes(c, a, b)
	return c
}

func base(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// A scram is one login, from the first message on.
type scram struct {
	user       string
	header     string // of the first message: "n,,"
	bare       string // the rest of it
	nonce      string // the caller's
	challenge  string // the server's first message
	both       string // its nonce
	salt       []byte
	iterations int
	keys       scramKeys // of the right password, once it is known
}

// escaped returns a name as a SCRAM message has it.
func escaped(name string) string { return strings.NewReplacer("=", "=3D", ",", "=2C").Replace(name) }

func unescaped(name string) string { return strings.NewReplacer("=3D", "=", "=2C", ",").Replace(name) }

func newScram(user, nonce string) *scram {
	return &scram{user: user, header: "n,,", bare: "n=" + escaped(user) + ",r=" + nonce, nonce: nonce}
}

func (x *scram) first() string { return x.header + x.bare }

// readFirst reads a caller's first message.
func readFirst(text string) (x *scram, problem string) {
	header, bare, ok := "", "", false
	for _, header = range []string{"n,,", "y,,"} {
		if bare, ok = strings.CutPrefix(text, header); ok {
			break
		}
	}
	name, nonce, ok2 := strings.Cut(bare, ",r=")
	name, ok3 := strings.CutPrefix(name, "n=")
	nonce, _, _ = strings.Cut(nonce, ",")
	if !ok || !ok2 || !ok3 || nonce == "" {
		return nil, `is not "n,,n=NAME,r=NONCE"`
	}
	return &scram{user: unescaped(name), header: header, bare: bare, nonce: nonce}, ""
}

// hear reads the server's first message into x. It says what is wrong with it.
func (x *scram) hear(challenge string) (problem string) {
	x.challenge = challenge
	parts := strings.Split(challenge, ",")
	if len(parts) < 3 || !strings.HasPrefix(parts[0], "r=") || !strings.HasPrefix(parts[1], "s=") || !strings.HasPrefix(parts[2], "i=") {
		return `is not "r=NONCE,s=SALT,i=ITERATIONS"`
	}
	var err error
	x.both = parts[0][2:]
	if !strings.HasPrefix(x.both, x.nonce) || x.both == x.nonce {
		return "has no nonce that begins with the caller's and goes on"
	}
	if x.salt, err = base64.StdEncoding.DecodeString(parts[1][2:]); err != nil || len(x.salt) == 0 {
		return "has no salt in base64"
	}
	if x.iterations, err = strconv.Atoi(parts[2][2:]); err != nil || x.iterations < leastIterations || x.iterations > mostIterations {
		return fmt.Sprintf("does not say %d to %d iterations", leastIterations, mostIterations)
	}
	return ""
}

// last returns the caller's last message without its proof.
func (x *scram) last() string { return "c=" + base([]byte(x.header)) + ",r=" + x.both }

// said returns what both sides sign: AuthMessage.
func (x *scram) said(last string) string { return x.bare + "," + x.challenge + "," + last }

// proof returns the caller's proof for a last message.
func (x *scram) proof(k scramKeys, last string) []byte {
	return xor(k.client, signed(k.stored, x.said(last)))
}

// final returns the caller's last message.
func (x *scram) final(k scramKeys) string { return x.last() + ",p=" + base(x.proof(k, x.last())) }

// verifier returns the server's last message.
func (x *scram) verifier(k scramKeys) string {
	return "v=" + base(signed(k.server, x.said(x.last())))
}

// fits reports whether a caller's last message is the right one. It may have
// more attributes in front of the proof.
func (x *scram) fits(k scramKeys, final string) (last string, ok bool) {
	at := max(strings.LastIndex(final, ",p="), 0)
	last = final[:at]
	got, err := base64.StdEncoding.DecodeString(final[min(at+len(",p="), len(final)):])
	return last, err == nil && (last == x.last() || strings.HasPrefix(last, x.last()+",")) && bytes.Equal(got, x.proof(k, last))
}
