package check

import (
	"encoding/base64"
	"testing"
)

// The example of RFC 7677, section 3.
const (
	exampleFirst       = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
	exampleNonce       = "rOprNGfwEbeRWgbNEkqO"
	exampleChallenge   = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
	exampleFinal       = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
	exampleServerFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
)

func TestScramOfRFC7677(t *testing.T) {
	x := newScram("user", exampleNonce)
	if x.first() != exampleFirst {
		t.Errorf("the caller says %q", x.first())
	}
	if problem := x.hear(exampleChallenge); problem != "" {
		t.Fatal(problem)
	}
	if base64.StdEncoding.EncodeToString(x.salt) != "W22ZaJ0SNY7soEsUEjb6gQ==" || x.iterations != 4096 {
		t.Errorf("the salt is %x, the iterations are %d", x.salt, x.iterations)
	}
	k, err := deriveKeys("pencil", x.salt, x.iterations)
	if err != nil {
		t.Fatal(err)
	}
	if got := x.final(k); got != exampleFinal {
		t.Errorf("the caller says %q", got)
	}
	if got := x.verifier(k); got != exampleServerFinal {
		t.Errorf("the server says %q", got)
	}
	if _, ok := x.fits(k, exampleFinal); !ok {
		t.Error("the right proof does not fit")
	}
	if _, ok := x.fits(k, "c=biws,r=other,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="); ok {
		t.Error("a proof for another nonce fits")
	}
	back, problem := readFirst(exampleFirst)
	if problem != "" || back.user != "user" || back.nonce != exampleNonce || back.bare != x.bare {
		t.Errorf("the first message is read as %+v: %s", back, problem)
	}
}

func TestScramRefusesChallenges(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "another nonce": "r=other,s=W22ZaJ0S,i=4096", "our nonce alone": "r=" + exampleNonce + ",s=W22ZaJ0S,i=4096",
		"no salt": "r=" + exampleNonce + "x,s=,i=4096", "few": "r=" + exampleNonce + "x,s=W22ZaJ0S,i=4095",
		"many": "r=" + exampleNonce + "x,s=W22ZaJ0S,i=10000001", "no number": "r=" + exampleNonce + "x,s=W22ZaJ0S,i=many",
	} {
		if problem := newScram("user", exampleNonce).hear(text); problem == "" {
			t.Errorf("%s: %q is taken", name, text)
		}
	}
}
