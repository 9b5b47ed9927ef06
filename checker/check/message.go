package check

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"math/big"
	"reflect"
	"slices"

	"socketworkshop/checker/tutor"
)

const (
	lengthSize = 4        // bytes of the length in front of a message
	maxMessage = 64 << 10 // bytes of its JSON
)

// cutMessage cuts the first message off, if it is there whole.
func cutMessage(text []byte) (header, rest []byte, ok bool) {
	if len(text) < lengthSize {
		return nil, text, false
	}
	size := int64(int32(binary.LittleEndian.Uint32(text)))
	if size < 0 || size > maxMessage || int64(len(text)) < lengthSize+size {
		return nil, text, false
	}
	return text[lengthSize : lengthSize+size], text[lengthSize+size:], true
}

// readRequest reads what a message says, as far as it can be read.
func readRequest(header string) tutor.Request {
	var m struct {
		Cmd, Status, Filename, SHA256 string
		Filesize                      json.RawMessage
	}
	_ = json.Unmarshal([]byte(header), &m) // a message may be bad on purpose: then fields are missing
	return tutor.Request{
		Cmd: m.Cmd, Status: m.Status, Filename: m.Filename, Filesize: string(m.Filesize), SHA256: m.SHA256, Header: header,
	}
}

// saysNo reports whether a reply says error, and has a message about it.
func saysNo(header []byte) bool {
	var m struct {
		Status  string
		Message *string
	}
	return json.Unmarshal(header, &m) == nil && m.Status == "error" && m.Message != nil
}

// readFields reads a JSON object; numbers stay as they are written.
func readFields(text []byte) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var fields map[string]any
	if err := d.Decode(&fields); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF || fields == nil { // More is false in front of a "}" as well
		return nil, errors.New("want one JSON object")
	}
	return fields, nil
}

// wrongField returns the name of the first field of want that got has not, or
// with another value. A field that is null in want must say nothing in got.
func wrongField(want, got map[string]any) string {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		w, g := want[name], got[name]
		if w == nil && (g == nil || g == "" || g == false) || w != nil && sameValue(w, g) {
			continue
		}
		return name
	}
	return ""
}

const anyText = "*" // is wanted where the words are the program's own

// sameValue compares texts, truth values and numbers: 1000, 1e3 and 1000.0 are
// the same number.
func sameValue(a, b any) bool {
	if _, ok := b.(string); ok && a == anyText {
		return true
	}
	x, ok := a.(json.Number)
	y, ok2 := b.(json.Number)
	if !ok || !ok2 {
		return reflect.DeepEqual(a, b)
	}
	p, ok := exact(x)
	q, ok2 := exact(y)
	return ok && ok2 && p.Cmp(q) == 0
}

const longestNumber = 1e30 // no size is larger, and making larger ones takes long

// exact returns a number without any rounding.
func exact(n json.Number) (*big.Rat, bool) {
	if f, err := n.Float64(); err != nil || math.Abs(f) > longestNumber || len(n) > 64 {
		return nil, false
	}
	return new(big.Rat).SetString(n.String())
}

// wanted shows the value of a field.
func wanted(v any) string {
	switch v {
	case nil:
		return "nothing"
	case anyText:
		return "a text"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// brief shows a message in a line.
func brief(header []byte) string {
	if len(header) > 200 {
		return fmt.Sprintf("%s … (%d bytes)", header[:200], len(header))
	}
	return string(header)
}

// firstDifference returns how many bytes a and b share at their beginning.
func firstDifference(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
