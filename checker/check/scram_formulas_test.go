package check

import "testing"

// TestScramMistakes makes last messages in the usual wrong ways.
func TestScramMistakes(t *testing.T) {
	const password = "a password"
	x := newScram("ana", "ours")
	if problem := x.hear("r=oursandtheirs,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"); problem != "" {
		t.Fatal(problem)
	}
	k, err := deriveKeys(password, x.salt, x.iterations)
	if err != nil {
		t.Fatal(err)
	}
	x.keys = k
	last := x.last()
	text := x.said(last)
	final := func(proof []byte) string { return last + ",p=" + base(proof) }
	for _, c := range []struct{ name, final, want string }{
		{"right", x.final(k), ""},
		{"another text", final(xor(k.client, signed(k.stored, x.header+text))), "signs-another-text"},
		{"another key", final(xor(k.client, signed(k.client, text))), "signed-with-another-key"},
		{"stored key inside", final(xor(k.stored, signed(k.stored, text))), "signed-with-another-key"},
		{"signature alone", final(signed(k.stored, text)), "signed-with-another-key"},
		{"client key", final(k.client), "key-without-cover"},
		{"keys swapped", x.final(otherKeys(password, x.salt, x.iterations)["keys-swapped"]), "keys-swapped"},
		{"salt as text", x.final(otherKeys(password, x.salt, x.iterations)["salt-as-text"]), "salt-as-text"},
		{"no proof", last, ""},
		{"noise", final(make([]byte, 32)), ""},
	} {
		if got := x.proofMistake(password, c.final); c.name != "right" && got != c.want {
			t.Errorf("%s: the mistake is %q, want %q", c.name, got, c.want)
		}
	}
	for _, c := range []struct{ name, said, want string }{
		{"another text", "v=" + base(signed(k.server, x.header+text)), "signs-another-text"},
		{"another key", "v=" + base(signed(k.stored, text)), "signed-with-another-key"},
		{"server key", "v=" + base(k.server), "key-without-cover"},
		{"nothing", "", ""},
	} {
		if got := x.verifierMistake(k, x.final(k), c.said); got != c.want {
			t.Errorf("%s: the server's mistake is %q, want %q", c.name, got, c.want)
		}
	}
}
