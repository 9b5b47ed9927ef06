package wire

import (
	"encoding/json"
	"fmt"
)

const maxAsked = 1 << 16 // requests that wait for a reply; nothing is known of more

// An asked remembers the requests of a connection that have no reply yet, in
// their order: whether each is a get, whose reply has a body.
type asked struct {
	gets []bool
	lost bool // there were too many
}

// request returns how many bytes follow a request, and what it is, in words.
func (a *asked) request(header []byte) (size int64, what string) {
	var h struct {
		Cmd  string
		Size *int64 `json:"filesize"`
	}
	err := json.Unmarshal(header, &h)
	if len(a.gets) == maxAsked {
		a.lost = true
	} else {
		a.gets = append(a.gets, h.Cmd == "get")
	}
	switch {
	case !json.Valid(header):
		return unknownWhole, "a header that is no JSON"
	case h.Cmd == "put" && (err != nil || h.Size == nil):
		return unknownWhole, "the header of a put without filesize, a whole number"
	case h.Cmd == "put":
		return *h.Size, fmt.Sprintf("the header, put, filesize %d", *h.Size)
	case h.Cmd == "get":
		return 0, "the header, get"
	}
	return 0, "the header"
}

// reply returns how many bytes follow a reply, and what it is, in words. Only
// that of a get that was found has a body.
func (a *asked) reply(header []byte) (size int64, what string) {
	var h struct {
		Status string
		Size   *int64 `json:"filesize"`
	}
	err := json.Unmarshal(header, &h)
	get := len(a.gets) > 0 && a.gets[0]
	if len(a.gets) > 0 {
		a.gets = a.gets[1:]
	}
	switch {
	case !json.Valid(header):
		return unknownWhole, "a header that is no JSON"
	case a.lost && len(a.gets) == 0:
		return unknownWhole, "the header of a reply to one of too many requests"
	case get && h.Status == "ok" && (err != nil || h.Size == nil):
		return unknownWhole, "the header of a get's reply without filesize, a whole number"
	case get && h.Status == "ok":
		return *h.Size, fmt.Sprintf("the header, ok, filesize %d", *h.Size)
	case h.Status == "ok":
		return 0, "the header, ok"
	case h.Status == "error":
		return 0, "the header, error"
	}
	return 0, "the header"
}
