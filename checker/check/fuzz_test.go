package check

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
)

// FuzzCutMessage takes messages off any stream. What is taken and what is left
// are the stream, and a stream that is longer begins with the same message.
func FuzzCutMessage(f *testing.F) {
	for _, seed := range []string{"", "\x02\x00\x00\x00{}", "\x00\x00\x00\x00\x00", "\xff\xff\xff\xff", "\x01\x00\x01\x00x"} {
		f.Add([]byte(seed), []byte("more"))
	}
	f.Fuzz(func(t *testing.T, stream, more []byte) {
		header, rest, ok := cutMessage(stream)
		if !ok {
			if header != nil || !bytes.Equal(rest, stream) {
				t.Fatalf("%q has no message, got %q and %q", stream, header, rest)
			}
			return
		}
		if framed(string(header))+string(rest) != string(stream) {
			t.Fatalf("%q: got %q and %q", stream, header, rest)
		}
		again, rest2, ok := cutMessage(append(bytes.Clone(stream), more...))
		if !ok || !bytes.Equal(again, header) || string(rest2) != string(rest)+string(more) {
			t.Fatalf("%q and then %q: got %q, %t", stream, more, again, ok)
		}
	})
}

// FuzzReadFields reads any text as the fields of a message: one JSON object and
// nothing else.
func FuzzReadFields(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":1e3}`, `{"a":1}{}`, `{"a":1}}`, `{"a":1}]`, `{"a":1} x`, `null`, `[]`, ` {"a":null} `, `{"a":1e999999999}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		fields, err := readFields(text)
		object := json.Valid(text) && bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{"))
		if (err == nil) != object {
			t.Fatalf("%q: got %v, %v; an object: %t", text, fields, err, object)
		}
		if wrong := wrongField(fields, fields); wrong != "" && !tooLarge(fields[wrong]) {
			t.Fatalf("%q: the field %q is not like itself", text, wrong)
		}
	})
}

// tooLarge reports whether a value holds a number that is not compared.
func tooLarge(v any) bool {
	n, ok := v.(json.Number)
	_, exactly := exact(n)
	return ok && !exactly
}

// FuzzSizeSaid reads any header strictly. What should have come in the place of
// any reply is one that a strict reader takes.
func FuzzSizeSaid(f *testing.F) {
	for _, seed := range []string{
		`{"data_size":6}`, `{"data_size":"6"}`, `{"data_size":-1}`, `{"data_size":+1}`, `{"data_size":1.0}`, `{"x":{"data_size":1},"data_size":2}`,
		`{"x":"\"data_size\":1"}`, `{}`, `null`, `{"data_size": 5}`, `{"data_size":007}`, `{"data_size":[1,2]}`, `{"data_size":{"a":1}}`,
	} {
		f.Add([]byte(seed), "hello")
	}
	f.Fuzz(func(t *testing.T, header []byte, body string) {
		size, problem := sizeSaid(header)
		if problem == "" && (size < 0 || !json.Valid(header) || !bytes.Contains(header, strconv.AppendInt(nil, size, 10))) {
			t.Fatalf("%q: got %d", header, size)
		}
		right := asAgreed([]byte(framed(string(header))+body), body)
		head, rest, ok := cutMessage(right)
		if size, problem = sizeSaid(head); !ok && len(right) <= maxMessage || problem != "" || string(rest) != body || size != int64(len(body)) {
			t.Fatalf("%q: what should have come is %q, which %s", header, right, problem)
		}
	})
}

// FuzzScram reads any messages of a login. A caller's first message that is
// taken is what a caller with that name and nonce would say.
func FuzzScram(f *testing.F) {
	f.Add("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", "r=rOprNGfwEbeRWgbNEkqO%hvYDp,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDp,p=AAAA")
	f.Add("n,,n=a=2Cb=3D,r=x", "r=xy,s=AA==,i=4096,x=y", "p=")
	f.Add("y,,n=,r=,", "r=,s=,i=", ",p=")
	f.Fuzz(func(t *testing.T, first, challenge, final string) {
		x, problem := readFirst(first)
		if problem != "" {
			return
		}
		if x.header+x.bare != first || x.nonce == "" || strings.Contains(x.nonce, ",") {
			t.Fatalf("%q: got %+v", first, x)
		}
		if unescaped(escaped(x.user)) != x.user {
			t.Fatalf("the name %q becomes %q", x.user, unescaped(escaped(x.user)))
		}
		if x.hear(challenge) != "" {
			return
		}
		k := keysFrom([]byte("salted"))
		if last, ok := x.fits(k, x.final(k)); !ok || last != x.last() {
			t.Fatalf("%q and %q: the right last message does not fit", first, challenge)
		}
		if last, ok := x.fits(k, final); ok && !strings.HasPrefix(last, x.last()) {
			t.Fatalf("%q fits", final)
		}
	})
}

// FuzzReadRange reads any text as LEAST-MOST.
func FuzzReadRange(f *testing.F) {
	for _, seed := range []string{"1-2", "1", "-1", "1-", "1-2-3", "99999999999999999999-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		least, most, err := readRange(text)
		if err == nil && (least < 0 || !strings.Contains(text, "-")) {
			t.Fatalf("%q: got %d to %d", text, least, most)
		}
	})
}
