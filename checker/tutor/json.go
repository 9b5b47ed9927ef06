package tutor

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"socketworkshop/checker/wire"
)

// A jsonReply is what a server has said where a JSON header and a body were
// wanted.
type jsonReply struct {
	got    []byte
	n      int    // the length of the header that the first four bytes mean
	at     int    // where a JSON object stands in it, near its beginning, or -1
	header []byte // that object, with the blanks behind it that the length counts
	size   string // its data_size as it is written, or ""
	body   []byte // what came behind it
	wanted []byte // the body that was wanted
}

// jsonReply takes what a server has said apart. It reports false where nothing
// with a JSON header was wanted, or nothing came.
func (e *Evidence) jsonReply() (jsonReply, bool) {
	head := e.headSize()
	if e.Frames != wire.JSONFrames || head == 0 || len(e.Got) == 0 {
		return jsonReply{}, false
	}
	r := jsonReply{got: e.Got, n: lengthOf(e.Got), at: -1, wanted: e.Want[head:]}
	for _, at := range []int{4, 0, 8, 1, 2, 3} { // behind a length, in front of all, behind a longer one, behind digits
		if header := wire.Header(e.Got[min(at, len(e.Got)):]); header != nil && r.at < 0 {
			r.at, r.header, r.body = at, header, e.Got[at+len(header):]
			if more := r.n - len(header); at == 4 && more > 0 && more <= len(r.body) && len(bytes.TrimSpace(r.body[:more])) == 0 {
				r.header, r.body = e.Got[at:at+r.n], r.body[more:]
			}
			r.size = string(field(header, "data_size"))
		}
	}
	return r, true
}

// commandCut reports whether a reply is the beginning of the output, as far as the
// command comes to where a round number of its bytes end, and another reply follows.
func (e *Evidence) commandCut() bool {
	r, ok := e.jsonReply()
	n, err := strconv.Atoi(r.size)
	if !ok || err != nil || n < 8 || n >= len(r.wanted) || len(r.body) < n+4 || wire.Header(r.body[n+4:]) == nil {
		return false
	}
	at := bytes.Index(e.lastSaid(), r.body[:n])
	return bytes.HasPrefix(r.wanted, r.body[:n]) && at > 0 && round(at+n)
}

// foundTooLarge reports whether the program says so of something, and has printed
// nothing; and not because a number of 32 bits cannot hold it.
func (e *Evidence) foundTooLarge() bool {
	return e.Stdout == "" && tellsOf(e.Stderr, "too large", "too long", "too big") && !strings.Contains(e.Stderr, "int32")
}

// A jsonHeader is the last header that the checker has sent.
type jsonHeader struct {
	text   []byte
	object []byte // the JSON object with which it begins, or nil
	valid  bool   // there is nothing else in it
	fields int    // of the object
	size   *int64 // its data_size, or nil
	odd    bool   // it has one, and that is no whole number of 64 bits
}

func (h jsonHeader) good() bool        { return h.valid && h.size != nil && *h.size >= 0 }
func (h jsonHeader) more(n int64) bool { return h.good() && *h.size > n }

// blanks reports whether there are some between the parts of the header.
func (h jsonHeader) blanks() bool {
	var tight bytes.Buffer
	return json.Compact(&tight, h.text) == nil && tight.Len() < len(h.text)
}

// namesIt counts where the name data_size stands in the header, in quotes.
func (h jsonHeader) namesIt() int {
	return bytes.Count(h.text, []byte(`data_size"`)) + bytes.Count(h.text, []byte(`data_size\"`))
}

// plain reports whether the header has no signs, words or escapes, and no names
// like data_size, which a reader written by hand may not know.
func (h jsonHeader) plain() bool {
	return !bytes.ContainsRune(h.text, '\\') && !bytes.Contains(h.text, []byte(":-")) && !bytes.Contains(h.text, []byte("true")) && !bytes.Contains(h.text, []byte("data_size_"))
}

// jsonHeader returns the last header, where it has come whole and was written
// down whole.
func (e *Evidence) jsonHeader() (h jsonHeader, ok bool) {
	f := e.flow()
	if f.header == nil || len(f.header) != f.lengths[len(f.lengths)-1] {
		return h, false
	}
	h.text, h.object = f.header, wire.Header(bytes.TrimSpace(f.header))
	var fields map[string]json.RawMessage
	h.valid = json.Unmarshal(h.text, &fields) == nil && fields != nil
	h.fields = len(fields)
	if said := field(h.object, "data_size"); said != nil {
		if json.Unmarshal(said, &h.size) != nil {
			h.size, h.odd = nil, true
		}
	}
	return h, true
}

// field returns a field of a JSON object as it is written, or nil.
func field(object []byte, name string) []byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(object, &fields) != nil {
		return nil
	}
	return fields[name]
}
