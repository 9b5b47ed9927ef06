package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// FuzzReadUsers reads any text as the users file. What is taken can be changed
// and read again, and a stranger looks like somebody.
func FuzzReadUsers(f *testing.F) {
	for _, seed := range []string{
		`{"secret":"c2VjcmV0","users":{"alice":{"salt":"AAAA","iterations":4096,"stored_key":"AAAA","server_key":"AAAA","quota":10}}}`,
		`{"secret":"c2VjcmV0","users":{}}`, `{"secret":"","users":{}}`, `{"secret":"c2VjcmV0"}`, `{}`, `null`, `{`, ``, `{"secret":"c2VjcmV0","users":{"":{}}}`,
	} {
		f.Add([]byte(seed), "bob")
	}
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		file := filepath.Join(t.TempDir(), "users.json")
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		u, err := readUsers(file)
		if err != nil {
			if strings.Contains(err.Error(), "%!") {
				t.Fatal(err)
			}
			return
		}
		one, known := u.find(name)
		two, _ := u.find(name)
		if len(one.Salt) != 16 && !known || !bytes.Equal(one.Salt, two.Salt) || one.Iterations != two.Iterations {
			t.Fatalf("%q: %q is %+v, and then %+v", text, name, one, two)
		}
		if err := changeUsers(file, func(u *users) error { u.Users["\u6587"] = user{Quota: 7}; return nil }); err != nil {
			t.Fatal(err)
		}
		again, err := readUsers(file)
		if err != nil || again.Users["\u6587"].Quota != 7 || len(again.Users) < len(u.Users) || !bytes.Equal(again.Secret, u.Secret) {
			t.Fatalf("%q: got %+v, and changed %+v, %v", text, u, again, err)
		}
	})
}

// FuzzLoginMessages reads any messages of a login. What is read is what
// somebody would write.
func FuzzLoginMessages(f *testing.F) {
	f.Add("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", "r=rOprNGfwEbeRWgbNEkqO%hvYDp,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "c=biws,r=x,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")
	f.Add("n,,n=a=2Cb=3D,r=x", "r=x,s=AA==,i=010", "c=biws,r=x,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	f.Add("y,,n=,r=", "r=,s=,i=", ",p=")
	f.Add("n,", "", "p")
	f.Fuzz(func(t *testing.T, first, second, third string) {
		if m, err := readChallenge(second); err == nil {
			want := "r=" + m.nonce + ",s=" + encode(m.salt) + ",i=" + strconv.Itoa(m.iterations)
			if second != want && !strings.HasPrefix(second, want+",") {
				t.Fatalf("%q is read as %q", second, want)
			}
		}
		if m, err := readFinal(third); err == nil {
			if third != m.text+",p="+encode(m.proof) || !strings.HasPrefix(m.text, "c="+m.binding+",r="+m.nonce) {
				t.Fatalf("%q is read as %+v", third, m)
			}
		}
		x, said, err := begin(first, "nonce", func(string) keys { return keys{Salt: []byte("salt"), Iterations: minIterations} })
		if err != nil {
			return
		}
		if m, err := readChallenge(said); err != nil || m.nonce != x.nonce {
			t.Fatalf("to %q the server says %q, which is %+v, %v", first, said, m, err)
		}
		if unescape.Replace(escape.Replace(x.name)) != x.name {
			t.Fatalf("the name %q does not come back", x.name)
		}
	})
}

// FuzzTwo splits two names. Those that are quoted come back as they were.
func FuzzTwo(f *testing.F) {
	for _, seed := range []string{`a b`, `"my file" b`, `"a"b`, `"`, "`a b` 'c'", ` "a"  "b" `, "\xff \"\\"} {
		f.Add(seed, "my file", "b")
	}
	f.Fuzz(func(t *testing.T, rest, a, b string) {
		if from, to, err := two(rest); err == nil && !strings.ContainsAny(rest, "\"'`") && (from == "" || to == "" || strings.Contains(from+to, " ")) {
			t.Fatalf("%q is %q and %q", rest, from, to)
		}
		if from, to, err := two(strconv.Quote(a) + " " + strconv.Quote(b)); err != nil || from != a || to != b {
			t.Fatalf("%q and %q are %q and %q, %v", a, b, from, to, err)
		}
	})
}

// FuzzReadMessage reads any JSON in a frame as a request. It takes the frame and
// no more, and what it takes is a request that could be written.
func FuzzReadMessage(f *testing.F) {
	for _, seed := range []string{
		`{"cmd":"ls","data_size":0}`, `{"cmd":"put","path":"f","filesize":-1,"sha256":"AB","data_size":0}`, `{"data_size":null}`, `{"data_size":-1}`, `null`, `{"data_size":1e3}`, `{"salt":"x","data_size":1}`,
	} {
		f.Add([]byte(seed), "behind")
	}
	f.Fuzz(func(t *testing.T, text []byte, behind string) {
		var stream bytes.Buffer
		if err := writeFrame(&stream, text); err != nil {
			t.Fatal(err)
		}
		stream.WriteString(behind)
		var q request
		err := readMessage(&stream, &q, func() *int64 { return q.DataSize })
		if len(text) <= maxHeader && stream.String() != behind {
			t.Fatalf("%q is left of %q", stream.String(), behind)
		}
		if err != nil {
			return
		}
		again, err := json.Marshal(q)
		if q.DataSize == nil || *q.DataSize < 0 || err != nil || !json.Valid(text) {
			t.Fatalf("%q is %+v, %s, %v", text, q, again, err)
		}
	})
}

// FuzzCheckPath takes any name of a file. What is taken leads nowhere in which
// the server keeps its own.
func FuzzCheckPath(f *testing.F) {
	for _, seed := range []string{"a/b", ".unfinished/x", ".UNFINISHED", "a\x00b", `a\b`, "", ".unfi", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, full string) {
		if checkPath(full) != nil {
			return
		}
		if strings.HasPrefix(strings.ToLower(full), unfinished) || strings.ContainsAny(full, "\x00\n\r\x1b\x7f\\") {
			t.Fatalf("%q is taken", full)
		}
	})
}
