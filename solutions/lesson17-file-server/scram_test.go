package main

import (
	"crypto/subtle"
	"encoding/base64"
	"strings"
	"testing"
)

// The example of RFC 7677, section 3.
const (
	exampleFirst       = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
	exampleNonce       = "rOprNGfwEbeRWgbNEkqO"
	exampleServerNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
	exampleServerFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
	exampleFinal       = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
	exampleServerFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
)

// pencil returns the keys of the example's password.
func pencil(t *testing.T) func(string) keys {
	salt, err := base64.StdEncoding.DecodeString("W22ZaJ0SNY7soEsUEjb6gQ==")
	if err != nil {
		t.Fatal(err)
	}
	_, k, err := derive("pencil", salt, 4096)
	if err != nil {
		t.Fatal(err)
	}
	return func(string) keys { return k }
}

func TestExampleOfRFC7677(t *testing.T) {
	x, first, err := begin(exampleFirst, exampleServerNonce, pencil(t))
	if err != nil || first != exampleServerFirst || x.name != "user" {
		t.Fatalf("the server says %q, %v", first, err)
	}
	if final, err := x.finish(exampleFinal); err != nil || final != exampleServerFinal {
		t.Errorf("the server says %q, %v", final, err)
	}
	p := newProver("user", "pencil", exampleNonce)
	if p.first() != exampleFirst {
		t.Errorf("the caller says %q", p.first())
	}
	if final, err := p.prove(exampleServerFirst); err != nil || final != exampleFinal {
		t.Errorf("the caller says %q, %v", final, err)
	}
	if err := p.check(exampleServerFinal); err != nil {
		t.Error(err)
	}
}

// TestServerRefuses changes the example's last message.
func TestServerRefuses(t *testing.T) {
	proof := exampleFinal[strings.Index(exampleFinal, "p="):]
	for name, final := range map[string]string{
		"empty":             "",
		"no proof":          strings.TrimSuffix(exampleFinal, ","+proof),
		"empty proof":       strings.TrimSuffix(exampleFinal, proof) + "p=",
		"truncated proof":   strings.TrimSuffix(exampleFinal, proof) + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7And" + "Q==",
		"longer proof":      strings.TrimSuffix(exampleFinal, "=") + "AAA",
		"one bit":           strings.Replace(exampleFinal, "p=d", "p=e", 1),
		"changed nonce":     strings.Replace(exampleFinal, "k0,", "k1,", 1),
		"only our nonce":    strings.Replace(exampleFinal, exampleServerNonce, "", 1),
		"longer nonce":      strings.Replace(exampleFinal, "k0,", "k00,", 1),
		"other binding":     strings.Replace(exampleFinal, "biws", "eSws", 1),
		"mandatory unknown": "m=x," + exampleFinal,
		"added extension":   strings.Replace(exampleFinal, ",p=", ",x=y,p=", 1),
	} {
		x, _, err := begin(exampleFirst, exampleServerNonce, pencil(t))
		if err != nil {
			t.Fatal(err)
		}
		if said, err := x.finish(final); err == nil {
			t.Errorf("%s: the server says %q", name, said)
		}
	}
	x, _, err := begin(exampleFirst, "anotherNonce", pencil(t))
	if err != nil {
		t.Fatal(err)
	}
	if said, err := x.finish(exampleFinal); err == nil {
		t.Errorf("replayed: the server says %q", said)
	}
	for _, first := range []string{"", "n,,", "n,,n=user", "n,,n=,r=x", "n,,n=user,r=", "p=tls-unique,,n=user,r=x", "n,a=admin,n=user,r=x", "n,,m=x,n=user,r=x"} {
		if _, said, err := begin(first, "x", pencil(t)); err == nil {
			t.Errorf("%q: the server says %q", first, said)
		}
	}
}

// TestCallerRefuses changes what the server says.
func TestCallerRefuses(t *testing.T) {
	for name, first := range map[string]string{
		"empty":          "",
		"changed nonce":  strings.Replace(exampleServerFirst, "r=r", "r=s", 1),
		"nothing added":  strings.Replace(exampleServerFirst, exampleServerNonce, "", 1),
		"few iterations": strings.Replace(exampleServerFirst, "4096", "4095", 1),
		"many":           strings.Replace(exampleServerFirst, "4096", "10000001", 1),
		"leading zero":   strings.Replace(exampleServerFirst, "4096", "04096", 1),
		"no number":      strings.Replace(exampleServerFirst, "4096", "x", 1),
		"no salt":        strings.Replace(exampleServerFirst, "W22ZaJ0SNY7soEsUEjb6gQ==", "", 1),
		"no base64":      strings.Replace(exampleServerFirst, "W22Z", "!", 1),
		"mandatory":      "m=x," + exampleServerFirst,
	} {
		p := newProver("user", "pencil", exampleNonce)
		if said, err := p.prove(first); err == nil {
			t.Errorf("%s: the caller says %q", name, said)
		}
		if err := p.check(exampleServerFinal); err == nil {
			t.Errorf("%s: the caller takes the server's proof without one of its own", name)
		}
	}
	for _, final := range []string{"", "v=", "v=AAAA", "e=invalid-proof", strings.Replace(exampleServerFinal, "6", "7", 1)} {
		p := newProver("user", "pencil", exampleNonce)
		if _, err := p.prove(exampleServerFirst); err != nil {
			t.Fatal(err)
		}
		if err := p.check(final); err == nil {
			t.Errorf("the caller takes %q for a proof", final)
		}
	}
}

// TestOtherIterations: a count that was changed on the way makes another proof.
func TestOtherIterations(t *testing.T) {
	x, first, err := begin(exampleFirst, exampleServerNonce, pencil(t))
	if err != nil {
		t.Fatal(err)
	}
	p := newProver("user", "pencil", exampleNonce)
	final, err := p.prove(strings.Replace(first, "4096", "4097", 1))
	if err != nil {
		t.Fatal(err)
	}
	if said, err := x.finish(final); err == nil {
		t.Errorf("the server says %q", said)
	}
}

// TestOtherBinding: who could bind to a channel says so in both messages.
func TestOtherBinding(t *testing.T) {
	for binding, ok := range map[string]bool{"eSws": true, "biws": false} {
		x, first, err := begin("y,,n=user,r="+exampleNonce, exampleServerNonce, pencil(t))
		if err != nil {
			t.Fatal(err)
		}
		p := newProver("user", "pencil", exampleNonce)
		if _, err := p.prove(first); err != nil {
			t.Fatal(err)
		}
		clientKey, k, err := derive("pencil", x.k.Salt, x.k.Iterations)
		if err != nil {
			t.Fatal(err)
		}
		text := "c=" + binding + ",r=" + x.nonce
		proof := make([]byte, len(clientKey))
		subtle.XORBytes(proof, clientKey, sign(k.StoredKey, x.said+","+text))
		if _, err := x.finish(text + ",p=" + encode(proof)); (err == nil) != ok {
			t.Errorf("%s: %v", binding, err)
		}
	}
}
