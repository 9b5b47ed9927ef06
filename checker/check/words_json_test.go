package check

import (
	"slices"
	"strings"
	"testing"

	"socketworkshop/checker/wire"
)

// TestSizeSaid reads headers as strictly as the agreement has it, and takes
// every one that keeps to it.
func TestSizeSaid(t *testing.T) {
	for header, want := range map[string]int64{
		`{"data_size":31}`: 31, `{"data_size":0}`: 0, " { \"more\" : [ {} ] ,\n \"data_size\" : 31 }\n": 31,
		`{"data\u005fsize":31}`: 31, `{"old":{"data_size":7},"data_size":31}`: 31, `{"data_size":9223372036854775807}`: 1<<63 - 1,
	} {
		if size, problem := sizeSaid([]byte(header)); size != want || problem != "" {
			t.Errorf("%s: got %d, %q; want %d", header, size, problem, want)
		}
	}
	for header, want := range map[string]string{
		`[31]`: "no JSON object", `null`: "no JSON object", `{"data_size":31} x`: "no JSON object", "{\"data_size\":31,\"x\":\"\xff\"}": "no JSON object",
		`{}`: "have no data_size", `{"Data_Size":31}`: "have no data_size", `{"data_size":"31"}`: "whole number", `{"data_size":31.0}`: "whole number",
		`{"data_size":-1}`: "0 or more", `{"data_size":null}`: "whole number",
	} {
		if _, problem := sizeSaid([]byte(header)); !strings.Contains(problem, want) {
			t.Errorf("%s: got %q, want it to say %q", header, problem, want)
		}
	}
}

// TestAsAgreed mends a reply and leaves its header as the program spells it.
func TestAsAgreed(t *testing.T) {
	const canonical = "\x0f\x00\x00\x00{\"data_size\":5}hello"
	for got, want := range map[string]string{
		"": canonical, "\x05\x00\x00\x00hello": canonical, `{"data_size":5}hello`: canonical, "\x00\x00\x00\x0f{\"data_size\":5}hello": canonical,
		"\x13\x00\x00\x00{ \"data_size\" : 5 }hello": "\x13\x00\x00\x00{ \"data_size\" : 5 }hello",
		"\x11\x00\x00\x00{\"data_size\":\"5\"}hello": canonical, "\x10\x00\x00\x00{\"data_size\":17}hello": canonical,
	} {
		if agreed := string(asAgreed([]byte(got), "hello")); agreed != want {
			t.Errorf("%q: got %q, want %q", got, agreed, want)
		}
	}
}

func TestPartsOf(t *testing.T) {
	parts := partsOf(wire.JSONFrames, framed(`{"data_size":2}`)+"hi")
	want := slices.Concat([]string{"", "length", "length", "length", ""}, slices.Repeat([]string{"header"}, 14), []string{"", "body"})
	if !slices.Equal(parts, want) {
		t.Errorf("got %q, want %q", parts, want)
	}
}

// TestLineWith holds words against lines of standard error.
func TestLineWith(t *testing.T) {
	const text = "talking to 127.0.0.1:47770\nwant a BODY of 1000 bytes, got 777: EOF\n"
	for _, test := range []struct {
		texts []string
		want  bool
	}{
		{nil, true}, {[]string{"body"}, true}, {[]string{"1000", "777"}, true}, {[]string{"100"}, false}, {[]string{"77"}, false},
		{[]string{"47770"}, true}, {[]string{"777", "talking"}, false}, {[]string{"-1 or body"}, true}, {[]string{"-1 or size"}, false},
	} {
		if got := lineWith(text, test.texts); got != test.want {
			t.Errorf("%q: got %v", test.texts, got)
		}
	}
}

// TestHoldsGrouped looks for numbers that are written with separators.
func TestHoldsGrouped(t *testing.T) {
	for _, test := range []struct {
		line, yes, no string // words
	}{
		{"want 1,000, got 777", "1000", "777 000 100"},
		{"want 1.000. got 1.001", "1000 1001", "1 001"},
		{"got 1\u202f000\u00a0bytes of 12\u00a0345\u00a0678, or 9\u2009000", "1000 12345678 9000", "345678 12345"},
		{"got 1 000 of 2'147'483'648 and 16_777_217, not 1\u2019001", "1000 2147483648 16777217 1001", "1000217 483648"},
		{"a length of -2,147,483,648", "-2147483648 2147483648", "-2147 -483648"},
		{"a length of 2,147,483,648", "2147483648", "-2147483648 147483648"},
		{"12,5 of 1,200", "1200", "12 5 12001200"},
		{"777,1000 1000,777 wanted 1, got 2", "", "7771000 1000777 12"},
		{"1,000,777 and 1,000.777 and 10,00 and 01,000", "1000777", "1000777000"},
		{"10.0.0.1:1000 to 127.0.0.1:4.770", "4770", "14770 1000"},
	} {
		for _, text := range strings.Fields(test.yes) {
			if !holdsGrouped(test.line, text) {
				t.Errorf("%q: %s is not found", test.line, text)
			}
		}
		for _, text := range strings.Fields(test.no) {
			if holdsGrouped(test.line, text) {
				t.Errorf("%q: %s is found", test.line, text)
			}
		}
	}
	if text := "777,1000 of 10.0.0.1:1000"; !lineWith(text, []string{"777", "1000"}) || lineWith("1,200", []string{"12"}) {
		t.Error("a number is not read plainly as well")
	}
}
