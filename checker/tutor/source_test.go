package tutor

import (
	"fmt"
	"strings"
	"testing"
)

// verify is a program's comparison of an answer; want is the sum.
func verify(imports, decls, body string) map[string]string {
	text := "package main\n\nimport (\n\"crypto/hmac\"\n\"crypto/sha256\"\n" + strings.ReplaceAll(imports, "; ", "\n") + ")\n\n" + decls + `
func answer(key, challenge []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(challenge)
	return mac.Sum(nil)
}

func check(key, challenge, got []byte) bool {
	want := answer(key, challenge)
	` + body + `
}
`
	return map[string]string{"server.go": text}
}

func TestOrdinaryCompare(t *testing.T) {
	tests := []struct {
		name                 string
		imports, decls, body string
		ordinary             bool
	}{
		{"hmac.Equal", "", "", "return hmac.Equal(want, got)", false},
		{"subtle", `"crypto/subtle"`, "", "return subtle.ConstantTimeCompare(want, got) == 1", false},
		{"renamed subtle", `s "crypto/subtle"`, "", "return s.ConstantTimeCompare(want, got) == 1", false},
		{"dot", `. "crypto/subtle"`, "", "return ConstantTimeCompare(want, got) == 1", false},
		{"alias of hmac.Equal", "", "var same = hmac.Equal", "return same(want, got)", false},
		{"length first", `"bytes"`, "", "if len(want) != len(got) { return false }\nreturn hmac.Equal(want, got)", false},
		{"exclusive or", "", "", "var d byte\nif len(got) != len(want) { return false }\nfor i := range want { d |= want[i] ^ got[i] }\nreturn d == 0", false},
		{"all bytes", "", "", "ok := len(got) == len(want)\nfor i := range want { if want[i] != got[i] { ok = false } }\nreturn ok", false},
		{"double HMAC", `"bytes"`, "", "return bytes.Equal(answer(key, want), answer(key, got))", false},
		{"double hash", "", "", "return sha256.Sum256(want) == sha256.Sum256(got)", false},
		{"nothing compared", "", "", "return len(got) == len(want)", false},
		{"nil", "", "", "return want != nil && got != nil", false},
		{"other bytes", `"bytes"`, "", "return bytes.Equal(got, challenge)", false},
		{"a test of its own", `"bytes"; "encoding/hex"`, "var known = []struct{ key, mac string }{{\"Jefe\", \"5bdc\"}}",
			"for _, k := range known {\nsum, _ := hex.DecodeString(k.mac)\nif !bytes.Equal(answer([]byte(k.key), nil), sum) { return false }\n}\nreturn true", false},
		{"a test by a helper", `"bytes"`, "func is(key, sum string) bool { return bytes.Equal(answer([]byte(key), nil), []byte(sum)) }", "return is(\"a\", \"b\") && is(\"c\", \"d\")", false},
		{"length of a helper's", `"bytes"`, "func size(b []byte) int { return len(b) }", "return size(want) == size(got)", false},

		{"bytes.Equal", `"bytes"`, "", "return bytes.Equal(want, got)", true},
		{"a test, and the answer", `"bytes"`, "", "if !bytes.Equal(answer([]byte(\"a\"), nil), []byte(\"b\")) { return false }\nreturn bytes.Equal(want, got)", true},
		{"filled later", `"bytes"`, "", "other := []byte(\"none\")\nother = got[:32]\nreturn bytes.Equal(want, other)", true},
		{"renamed bytes", `b "bytes"`, "", "return b.Equal(got, want)", true},
		{"dot bytes", `. "bytes"`, "", "return Equal(got, want)", true},
		{"alias", `"bytes"`, "var same = bytes.Equal", "return same(want, got)", true},
		{"local alias", `"bytes"`, "", "same := bytes.Equal\nreturn same(want, got)", true},
		{"helper", `"bytes"`, "func same(a, b []byte) bool { return bytes.Equal(a, b) }", "return same(want, got)", true},
		{"helper, the other way", `"bytes"`, "func same(a, b []byte) bool { return bytes.Equal(a, b) }", "return same(got, want)", true},
		{"closure", `"bytes"`, "", "same := func(a, b []byte) bool { return bytes.Equal(a, b) }\nreturn same(want, got)", true},
		{"strings", "", "", "return string(want) == string(got)", true},
		{"arrays", "", "", "return [32]byte(want) == [32]byte(got)", true},
		{"hex", `"encoding/hex"`, "", "return hex.EncodeToString(want) == hex.EncodeToString(got)", true},
		{"hex by a helper", `"encoding/hex"`, "func text(b []byte) string { return hex.EncodeToString(b) }", "return text(want) == text(got)", true},
		{"Sprintf", `"fmt"`, "", `return fmt.Sprintf("%x", want) == string(got)`, true},
		{"Compare", `"bytes"`, "", "return bytes.Compare(want, got) == 0", true},
		{"DeepEqual", `"reflect"`, "", "return reflect.DeepEqual(want, got)", true},
		{"slices", `"slices"`, "", "return slices.Equal(want, got)", true},
		{"a prefix", `"bytes"`, "", "return bytes.Equal(want[:len(got)], got)", true},
		{"a loop with return", "", "", "for i := range want { if want[i] != got[i] { return false } }\nreturn true", true},
		{"a loop over bytes", "", "", "for i, b := range want { if b != got[i] { return false } }\nreturn true", true},
		{"a helper's loop", "", "func same(a, b []byte) bool { for i := range a { if a[i] != b[i] { return false } }\nreturn true }", "return same(want, got)", true},
		{"at once", `"bytes"`, "", "h := hmac.New(sha256.New, key)\nh.Write(challenge)\nreturn bytes.Equal(h.Sum(nil), got)", true},
		{"Sum256", "", "", "return sha256.Sum256(append(key, challenge...)) == [32]byte(got)", true},
		{"a field", `"bytes"`, "type session struct { want []byte }", "s := &session{}\ns.want = want\nreturn bytes.Equal(s.want, got)", true},
		{"a copy", "", "", "var sum [32]byte\ncopy(sum[:], want)\nreturn sum == [32]byte(got)", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			places := OrdinaryCompare(verify(tt.imports, tt.decls, tt.body))
			if got := len(places) > 0; got != tt.ordinary {
				t.Errorf("an ordinary comparison: %v at %v; want %v", got, places, tt.ordinary)
			}
		})
	}
}

func TestGuessable(t *testing.T) {
	tests := []struct {
		imports, body string
		state         string // "" where nobody can guess
	}{
		{`"crypto/rand"`, "rand.Read(b)", ""},
		{`r "crypto/rand"`, "r.Read(b)", ""},
		{`"crypto/rand"; old "math/rand"`, "rand.Read(b)\ntime = old.Intn(3)", ""},
		{`"io"; "crypto/rand"`, "io.ReadFull(rand.Reader, b)", ""},
		{`"os"`, `f, _ := os.Open("/dev/urandom"); f.Read(b)`, ""},
		{`"math/rand"`, "rand.Read(b)", "math/rand"},
		{`"math/rand/v2"`, "b[0] = byte(rand.IntN(256))", "math/rand"},
		{`r "math/rand/v2"`, "b[0] = byte(r.IntN(256))", "math/rand"},
		{`"crypto/sha256"; "time"`, "s := sha256.Sum256([]byte(time.Now().String())); copy(b, s[:])", "no random number is drawn"},
	}
	for _, tt := range tests {
		imports := strings.ReplaceAll(tt.imports, "; ", "\nimport ")
		source := fmt.Sprintf("package main\n\nimport %s\n\nvar time int\n\nfunc challenge() []byte {\n\tb := make([]byte, 32)\n\t%s\n\treturn b\n}\n", imports, tt.body)
		if strings.Contains(imports, `"time"`) {
			source = strings.Replace(source, "var time int\n", "", 1)
		}
		state := ""
		if places := Guessable(map[string]string{"server.go": source}); len(places) > 0 {
			state = places[0].State
		}
		if state != tt.state {
			t.Errorf("%s: %q, want %q", tt.body, state, tt.state)
		}
	}
}
