package check

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// This file knows the usual wrong ways to make the keys, the proof of a caller
// and the proof of a server.

// otherKeys returns the keys that a password makes in the usual wrong ways, by
// mistake.
func otherKeys(password string, salt []byte, iterations int) map[string]scramKeys {
	all := map[string]scramKeys{"hashed-once": keysFrom(hashed([]byte(string(salt) + password)))}
	if k, err := deriveKeys(password, []byte(base(salt)), iterations); err == nil {
		all["salt-as-text"] = k
	}
	right, err := deriveKeys(password, salt, iterations)
	if err == nil {
		all["keys-swapped"] = scramKeys{salted: right.salted, client: right.server, stored: hashed(right.server), server: right.client}
	}
	return all
}

// texts returns what may have been signed in place of what both sides have said:
// with the header or the proof, without commas, or a part alone.
func (x *scram) texts(last, final string) []string {
	return []string{x.header + x.said(last), x.said(final), x.bare + x.challenge + last, x.challenge + "," + last, x.bare + "," + last, last}
}

// proofMistake returns the mistake that a caller's wrong last message shows, or
// "".
func (x *scram) proofMistake(password, final string) string {
	at := strings.LastIndex(final, ",p=")
	if at < 0 {
		return ""
	}
	last := final[:at]
	got, err := base64.StdEncoding.DecodeString(final[at+len(",p="):])
	if err != nil || !strings.Contains(last, "r="+x.both) {
		return ""
	}
	k := x.keys
	for _, text := range x.texts(last, final) {
		if bytes.Equal(got, xor(k.client, signed(k.stored, text))) {
			return "signs-another-text"
		}
	}
	if bytes.Equal(got, k.client) {
		return "key-without-cover"
	}
	for _, hidden := range [][]byte{k.client, k.stored, k.salted, make([]byte, len(k.client))} {
		for _, key := range [][]byte{k.stored, k.client, k.salted, k.server} {
			if bytes.Equal(got, xor(hidden, signed(key, x.said(last)))) {
				return "signed-with-another-key"
			}
		}
	}
	for mistake, other := range otherKeys(password, x.salt, x.iterations) {
		if bytes.Equal(got, x.proof(other, last)) {
			return mistake
		}
	}
	return ""
}

// verifierMistake returns the mistake that a server's wrong last message shows,
// or "".
func (x *scram) verifierMistake(k scramKeys, final, said string) string {
	got, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(said, "v="))
	if err != nil {
		return ""
	}
	last := x.last()
	for _, text := range x.texts(last, final) {
		if bytes.Equal(got, signed(k.server, text)) {
			return "signs-another-text"
		}
	}
	for _, key := range [][]byte{k.client, k.salted, k.stored} {
		if bytes.Equal(got, signed(key, x.said(last))) {
			return "signed-with-another-key"
		}
	}
	if bytes.Equal(got, k.server) {
		return "key-without-cover"
	}
	return ""
}
