package main

import (
	"encoding/json"
	"fmt"
	"io"
)

// This file is given and needs no change.

// A request is what a caller asks for. Behind that of a put come Filesize bytes.
type request struct {
	Cmd        string `json:"cmd"` // put or get
	Filename   string `json:"filename"`
	Filesize   *int64 `json:"filesize,omitempty"`    // nil where it is missing
	SHA256     string `json:"sha256,omitempty"`      // which the bytes of a put must have
	WantSHA256 bool   `json:"want_sha256,omitempty"` // of a get
}

// A reply is what the server says to a request. Behind that of a get come
// Filesize bytes.
type reply struct {
	Status   string `json:"status"`            // ok or error
	Message  string `json:"message,omitempty"` // of an error
	Filename string `json:"filename,omitempty"`
	Filesize *int64 `json:"filesize,omitempty"` // nil where it is missing
	SHA256   string `json:"sha256,omitempty"`   // 64 hex digits, where they were asked for
}

// String returns r in JSON, quoted so that a terminal does not obey it.
func (r reply) String() string {
	text, err := json.Marshal(r)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%q", text)
}

// maxHeader is how many bytes the JSON of a message may have.
const maxHeader = 64 << 10

// writeMessage writes a request or a reply as JSON, in a frame of lesson12.
func writeMessage(w io.Writer, message any) error {
	header, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return writeFrame(w, header)
}

// readMessage reads the next message and takes not a byte more. The error is
// io.EOF where the stream ends between two messages.
func readMessage(r io.Reader, message any) error {
	header, err := readFrame(r, maxHeader)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(header, message); err != nil {
		return fmt.Errorf("want a message in JSON: %w", err)
	}
	return nil
}

// A refusal is the error of one request. The caller is told, and the call goes
// on; every other error ends the call.
type refusal struct{ error }
