package main

import "errors"

// derive makes the keys of a password (RFC 5802, section 3), and the client key
// that nobody keeps. It takes the password as it is: SASLprep would change some
// texts that are not ASCII.
func derive(password string, salt []byte, iterations int) (clientKey []byte, k keys, err error) {
	// TODO step 1: refuse too few or too many iterations (see exchange.go). Make
	// the salted password with crypto/pbkdf2, and of it both keys with sign. The
	// stored key is the SHA-256 of the client key.
	return nil, k, errors.New("not written yet: step 1")
}

// finish takes the caller's last message, with the proof. It returns the
// server's, with a proof of its own.
func (x *exchange) finish(clientFinal string) (serverFinal string, err error) {
	// TODO step 2: read the message with readFinal. Binding and nonce must be
	// those of this exchange. Find the client key in the proof, and compare its
	// SHA-256 with the stored key. Sign with the server key.
	return "", errors.New("not written yet: step 2")
}

// prove takes the server's challenge. It returns the caller's last message, with
// the proof.
func (p *prover) prove(challenge string) (clientFinal string, err error) {
	// TODO step 3: read the challenge with readChallenge. Its nonce must begin
	// with ours and go on. Derive the keys, and hide the client key behind the
	// signature of all that was said. Keep in p what check will want.
	return "", errors.New("not written yet: step 3")
}

// check takes the server's last message. Who does not have the keys cannot make it.
func (p *prover) check(serverFinal string) error {
	// TODO step 3: read the message with readProof, and compare.
	return errors.New("not written yet: step 3")
}
