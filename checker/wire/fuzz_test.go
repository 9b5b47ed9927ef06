package wire

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// A portion is all bytes of one part of one frame.
type portion struct {
	frame int
	part  string
	bytes string
	last  bool
}

// portions puts together what was split in several steps, in which every byte
// must be, once and in its place.
func portions(t *testing.T, stream []byte, steps ...[]Piece) (all []portion) {
	t.Helper()
	var rest = stream
	for _, pieces := range steps {
		for _, p := range pieces {
			if p.Size != len(p.Bytes) || !bytes.HasPrefix(rest, p.Bytes) || p.Size == 0 {
				t.Fatalf("a piece of %d bytes is %q; the stream goes on with %q", p.Size, p.Bytes, rest)
			}
			rest = rest[p.Size:]
			if n := len(all); n > 0 && all[n-1].frame == p.Frame && all[n-1].part == p.Part && !all[n-1].last {
				all[n-1].bytes += string(p.Bytes)
				all[n-1].last = p.Last
				continue
			}
			all = append(all, portion{p.Frame, p.Part, string(p.Bytes), p.Last})
		}
	}
	if len(rest) > 0 {
		t.Fatalf("%d bytes are in no piece: %q", len(rest), rest)
	}
	return all
}

func samePortions(t *testing.T, how string, got, want []portion) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %+v, want %+v", how, got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s: %+v, want %+v", how, got, want)
		}
	}
}

// framers returns new framers of each kind that decides at the first byte.
func framers() map[string]*Framer {
	call, serve := NewFramers(FTPFrames)
	return map[string]*Framer{"struct": NewFramer(StructFrames), "json": NewFramer(JSONFrames), "call": call, "serve": serve}
}

// FuzzFramer takes any stream apart: whole, cut at any place and byte by byte.
// The frames must be the same, and those that another reading finds.
func FuzzFramer(f *testing.F) {
	whole := reply(`{"data_size":5}`, "hello")
	for _, seed := range []string{
		"", "\x05\x00\x00\x00hello\x00\x00\x00\x00\x01\x00\x00\x00x", whole + whole, whole[:9], "\xff\xff\xff\xff", "\xff\xff\xff\x7fx",
		reply(`{"cmd":"put","filesize":3}`, "abc") + reply(`{"cmd":"get"}`, ""), reply(`{"data_size":-1}`, "x"), reply("", ""), reply("{}", "x"),
		reply(`{"data_size":9223372036854775807}`, "x"), reply(`{"data_size":0}`, whole),
	} {
		f.Add([]byte(seed), uint16(3), uint16(4))
	}
	f.Fuzz(func(t *testing.T, stream []byte, at, unseen uint16) {
		wholes := framers()
		cuts, single := framers(), framers()
		cut := min(int(at), len(stream))
		for kind, f := range wholes {
			want := portions(t, stream, f.Split(stream, len(stream)))
			a := cuts[kind].Split(stream[:cut], cut)
			samePortions(t, kind+", cut", portions(t, stream, a, cuts[kind].Split(stream[cut:], len(stream)-cut)), want)
			var steps [][]Piece
			for i := range stream {
				steps = append(steps, single[kind].Split(stream[i:i+1], 1))
			}
			samePortions(t, kind+", byte by byte", portions(t, stream, steps...), want)
			if kind == "struct" {
				samePortions(t, "read otherwise", want, readStructs(stream))
			}
		}
		for kind, f := range framers() {
			sum := 0
			for _, p := range f.Split(stream, len(stream)+int(unseen)) {
				sum += p.Size
			}
			if sum != len(stream)+int(unseen) {
				t.Fatalf("%s: the pieces of %d bytes, %d of them unseen, have %d", kind, len(stream)+int(unseen), unseen, sum)
			}
		}
	})
}

// readStructs is another reading of frames with a length in four bytes.
func readStructs(stream []byte) (all []portion) {
	for n := 1; len(stream) > 0; n++ {
		head := stream[:min(lengthSize, len(stream))]
		all = append(all, portion{n, "length", string(head), len(head) == lengthSize})
		if stream = stream[len(head):]; len(head) < lengthSize {
			return all
		}
		size := int64(int32(binary.LittleEndian.Uint32(head)))
		if size < 0 {
			if len(stream) > 0 {
				all = append(all, portion{0, "", string(stream), false})
			}
			return all
		}
		body := stream[:min(size, int64(len(stream)))]
		if len(body) > 0 {
			all = append(all, portion{n, "body", string(body), int64(len(body)) == size})
		}
		stream = stream[len(body):]
	}
	return all
}

// FuzzHeader wants the object that a text begins with, and all of it.
func FuzzHeader(f *testing.F) {
	for _, seed := range []string{`{"a":1}body`, `{"a":{"b":2}}}`, `{"a":`, `{}`, ` {}`, `{"a":"\u12"}`, "{\"a\":\"\xff\"} x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got := Header(text)
		if got != nil && (!bytes.HasPrefix(text, got) || !json.Valid(got) || got[0] != '{') {
			t.Fatalf("%q begins with %q", text, got)
		}
		if json.Valid(text) && strings.HasPrefix(string(text), "{") && !bytes.Equal(got, bytes.TrimRight(text, " \t\r\n")) {
			t.Fatalf("%q is an object, got %q", text, got)
		}
	})
}

// FuzzCapture writes what two say to a capture file, and reads it again.
func FuzzCapture(f *testing.F) {
	f.Add([]byte("hello"), []byte("HELLO"), uint16(2), false)
	f.Add(bytes.Repeat([]byte("s"), maxSegment+1), []byte(""), uint16(0xffff), true)
	f.Fuzz(func(t *testing.T, call, serve []byte, step uint16, six bool) {
		p := Passing{Caller: netip.MustParseAddrPort("127.0.0.1:10001"), Server: netip.MustParseAddrPort("127.0.0.1:8080")}
		if six {
			p.Caller, p.Server = netip.MustParseAddrPort("[::1]:10001"), netip.MustParseAddrPort("[::1]:8080")
		}
		p.Conn, p.Time = "c", time.Now()
		var file bytes.Buffer
		c, err := NewCapture(&file)
		if err != nil {
			t.Fatal(err)
		}
		take := func(what Happening, from string, b []byte) {
			p.What, p.From, p.Bytes = what, from, b
			if err := c.Take(p); err != nil {
				t.Fatal(err)
			}
		}
		take(Begins, FromCaller, nil)
		for a, b := call, serve; len(a)+len(b) > 0; {
			most := int(step) + 1 + (len(call)+len(serve))/64
			n, m := min(len(a), most), min(len(b), most)
			take(Says, FromCaller, a[:n])
			take(Says, FromServer, b[:m])
			a, b = a[n:], b[m:]
		}
		take(Ends, FromCaller, nil)
		take(Ends, FromServer, nil)
		all, rest := sniff(t, file.Bytes())
		said, flags := streams(t, all)
		if len(rest) > 0 || said[p.Caller] != string(call) || said[p.Server] != string(serve) || flags != "SSFF" {
			t.Fatalf("the file has %q, flags %s, and %d bytes more; want %q and %q", said, flags, len(rest), call, serve)
		}
	})
}
