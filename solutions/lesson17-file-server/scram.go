package main

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
)

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

// finish takes the caller's last message, with the proof. It returns the
// server's, with a proof of its own.
func (x *exchange) finish(clientFinal string) (serverFinal string, err error) {
	m, err := readFinal(clientFinal)
	if err != nil {
		return "", err
	}
	if m.binding != x.binding || m.nonce != x.nonce {
		return "", errors.New("the answer belongs to another exchange")
	}
	all := x.said + "," + m.text
	key := make([]byte, sha256.Size)
	subtle.XORBytes(key, m.proof, sign(x.k.StoredKey, all)) // the client key, if the proof is right
	stored := sha256.Sum256(key)
	if !hmac.Equal(stored[:], x.k.StoredKey) {
		return "", errors.New("the proof is wrong")
	}
	return "v=" + encode(sign(x.k.ServerKey, all)), nil
}

// prove takes the server's challenge. It returns the caller's last message, with
// the proof.
func (p *prover) prove(challenge string) (clientFinal string, err error) {
	m, err := readChallenge(challenge)
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(m.nonce, p.nonce) || m.nonce == p.nonce {
		return "", errors.New("want a nonce that begins with ours and goes on, the server has another")
	}
	clientKey, k, err := derive(p.password, m.salt, m.iterations)
	if err != nil {
		return "", err
	}
	clientFinal = "c=biws,r=" + m.nonce // biws is "n,,"
	all := p.bare + "," + challenge + "," + clientFinal
	p.iterations, p.want = m.iterations, sign(k.ServerKey, all)
	proof := make([]byte, sha256.Size)
	subtle.XORBytes(proof, clientKey, sign(k.StoredKey, all))
	return clientFinal + ",p=" + encode(proof), nil
}

// check takes the server's last message. Who does not have the keys cannot make it.
func (p *prover) check(serverFinal string) error {
	got, err := readProof(serverFinal)
	if err != nil || p.want == nil || !hmac.Equal(got, p.want) {
		return errors.New("the server cannot prove that it has our keys: it is not the one that we want")
	}
	return nil
}
