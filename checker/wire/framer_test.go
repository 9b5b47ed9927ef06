package wire

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

func reply(header, body string) string {
	return string(binary.LittleEndian.AppendUint32(nil, uint32(len(header)))) + header + body
}

// TestFramerLabels shows streams in the pieces in which they came.
func TestFramerLabels(t *testing.T) {
	whole := reply(`{"data_size":5}`, "hello")
	for _, test := range []struct {
		kind string
		came []string
		want []string
	}{
		{StructFrames, []string{"\x05\x00\x00\x00hello"}, []string{"frame 1: the length 5", "frame 1: body"}},
		{StructFrames, []string{"\x05\x00", "\x00\x00he", "llo"}, []string{
			"frame 1: 2 of the 4 bytes of its length", "frame 1: the length 5", "frame 1: body", "",
		}},
		{JSONFrames, []string{whole + whole[:2]}, []string{
			"frame 1: the length of its header, 15", "frame 1: the header, data_size 5", "frame 1: body",
			"frame 2: 2 of the 4 bytes of its length",
		}},
		{JSONFrames, []string{whole[:9], whole[9:20], whole[20:]}, []string{
			"frame 1: the length of its header, 15", "frame 1: 5 of the 15 bytes of its header",
			"frame 1: the header, data_size 5", "frame 1: body", "",
		}},
		{JSONFrames, []string{"\x00\x00\x00\x10{"}, []string{
			"frame 1: the length of its header, 268435456 (with the highest byte first: 16)", "",
		}},
		{JSONFrames, []string{reply("hello", "x")}, []string{
			"frame 1: the length of its header, 5", "frame 1: a header that is no JSON", "",
		}},
		{JSONFrames, []string{reply(`{"size":5}`, "x")}, []string{
			"frame 1: the length of its header, 10", "frame 1: a header without data_size, a whole number", "",
		}},
		{JSONFrames, []string{reply(`{"data_size":0}`, reply(`{"data_size":-1}`, ""))}, []string{
			"frame 1: the length of its header, 15", "frame 1: the header, data_size 0",
			"frame 2: the length of its header, 16", "frame 2: the header, data_size -1",
		}},
	} {
		framer := NewFramer(test.kind)
		var got []string
		for _, part := range test.came {
			for _, p := range framer.Split([]byte(part), len(part)) {
				got = append(got, p.Label)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s %q:\ngot  %q\nwant %q", test.kind, test.came, got, test.want)
		}
	}
}

// TestFramerOfCutEvent takes a header of which not all was written down for no
// header that is wrong.
func TestFramerOfCutEvent(t *testing.T) {
	whole := reply(`{"filler":"`+strings.Repeat("x", maxEvent)+`","data_size":0}`, "")
	for _, p := range NewFramer(JSONFrames).Split([]byte(whole[:maxEvent]), len(whole)) {
		if p.Part == "header" && p.Label != "frame 1: header" {
			t.Errorf("got the label %q", p.Label)
		}
	}
}

func TestHeader(t *testing.T) {
	for b, want := range map[string]string{
		`{"a":1}body`: `{"a":1}`, `{"a":{"b":2}} x`: `{"a":{"b":2}}`, `{"a":`: "", `[1]`: "", "": "", "x": "",
	} {
		if got := string(Header([]byte(b))); got != want {
			t.Errorf("%q: got %q, want %q", b, got, want)
		}
	}
}
