package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"os"
)

// readKey returns the key in a file: its bytes without one final newline.
func readKey(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if everyoneMayRead(info) {
		return nil, fmt.Errorf("%s: every user of this machine may read the key; chmod 600 ends that", name)
	}
	key, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	key = bytes.TrimSuffix(key, []byte("\n")) // editors and echo add one
	if len(key) == 0 {
		return nil, fmt.Errorf("%s: there is no key in it", name)
	}
	return key, nil
}

// answer returns what only those can say to a challenge who have the key:
// HMAC-SHA256 (RFC 2104), 32 bytes.
func answer(key, challenge []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(challenge) // a hash.Hash never returns an error
	return mac.Sum(nil)
}
