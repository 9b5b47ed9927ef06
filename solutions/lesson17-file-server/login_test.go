package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestUnknownUserIsNoOther compares what a stranger hears of a name that exists
// and of one that does not.
func TestUnknownUserIsNoOther(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	hear := func(name string) (salt, shape string) {
		c := p.dial(name, t.TempDir())
		defer c.conn.Close()
		if err := ask(c.conn, request{Cmd: "login", Mech: mechanism}, newProver(name, "x", "nonce").first()); err != nil {
			t.Fatal(err)
		}
		r1, first, err := c.hear("continue", patience)
		if err != nil {
			t.Fatal(err)
		}
		pr := newProver(name, "wrong", "nonce")
		final, err := pr.prove(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := ask(c.conn, request{Cmd: "login"}, final); err != nil {
			t.Fatal(err)
		}
		_, _, err = c.hear("ok", patience)
		f := strings.Split(first, ",")
		return f[1], fmt.Sprint(r1.Status, len(f[0]), len(f[1]), f[2], err)
	}
	salt1, known := hear("alice")
	salt2, unknown := hear("mallory")
	salt3, _ := hear("mallory")
	if known != unknown || salt2 != salt3 || salt1 == salt2 {
		t.Errorf("known: %s %s\nunknown: %s %s, then %s", salt1, known, salt2, unknown, salt3)
	}
}

// TestNothingBeforeLogin asks without a login, then logs in wrongly, then rightly.
func TestNothingBeforeLogin(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	c := p.dial("alice", t.TempDir())
	if no := c.refused(t, "ls"); no.Code != "auth" {
		t.Errorf("refused with %q", no.Code)
	}
	if err := c.login("wrong"); err == nil {
		t.Fatal("a wrong password is taken")
	}
	c.refused(t, "pwd")
	if err := c.login("pencil"); err != nil {
		t.Fatal(err)
	}
	c.must(t, "pwd")
	c.refused(t, "login")
}
