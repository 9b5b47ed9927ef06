package main

import (
	"encoding/json"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzClean shows any bytes: on one line, with nothing that a terminal obeys.
func FuzzClean(f *testing.F) {
	for _, seed := range []string{"", "你好", "\x1b[2J", "a\nb", "\xff\xfe", "\u202e", "\u2028", "\xc2\x9b", `\x1b`, "\u00ad\ufeff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		shown := clean(text)
		odd := func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
		}
		if !utf8.ValidString(shown) || strings.ContainsFunc(shown, odd) {
			t.Fatalf("%q is shown as %q", text, shown)
		}
		if again := clean([]byte(shown)); again != shown {
			t.Fatalf("%q is shown as %q, and that as %q", text, shown, again)
		}
	})
}

// FuzzReadContacts reads any file of contacts. Whoever is in it has an address.
func FuzzReadContacts(f *testing.F) {
	for _, seed := range []string{`{"alice":"127.0.0.1:8081"}`, `{"a":"[::1]:1","b":":2"}`, `{"a":""}`, `{"a":null}`, `{"a":1}`, `{}`, `null`, `[]`, `{"a":"127.0.0.1:99999"}`, `{"a":"1.2.3.4"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if looksUp(text) {
			return
		}
		file := filepath.Join(t.TempDir(), "contacts.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		contacts, err := readContacts(file)
		if err != nil && contacts != nil {
			t.Fatalf("%q: got %q and %v", text, contacts, err)
		}
		for name, addr := range contacts {
			if _, port, err := net.SplitHostPort(addr); err != nil || strings.ContainsFunc(port, unicode.IsSpace) {
				t.Fatalf("%q: %q is at %q", text, name, addr)
			}
		}
	})
}

// looksUp reports whether contacts have a host by name: a test asks no server
// for names.
func looksUp(text string) bool {
	contacts := map[string]string{}
	if json.Unmarshal([]byte(text), &contacts) != nil {
		return false
	}
	for _, addr := range contacts {
		host, _, err := net.SplitHostPort(addr)
		if _, name := netip.ParseAddr(host); err == nil && host != "" && name != nil {
			return true
		}
	}
	return false
}
