package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"time"
)

// This file is given and needs no change: lesson13's messages. Each is a frame
// with JSON in it, and behind it data_size bytes, its body.

const (
	maxHeader = 64 << 10 // bytes of the JSON of a message
	maxText   = 64 << 10 // bytes of a body that a server keeps in memory
	maxList   = 64 << 20 // bytes of a body that a caller keeps in memory
)

// A request is what a caller asks for. Of its fields, a command has those that
// it needs.
type request struct {
	Cmd          string `json:"cmd"`
	Mech         string `json:"mech,omitempty"`
	Path         string `json:"path,omitempty"`
	From         string `json:"from,omitempty"`
	To           string `json:"to,omitempty"`
	Filesize     *int64 `json:"filesize,omitempty"`
	SHA256       string `json:"sha256,omitempty"`
	Resume       bool   `json:"resume,omitempty"`
	Offset       *int64 `json:"offset,omitempty"` // where in the file the body belongs
	PrefixSHA256 string `json:"prefix_sha256,omitempty"`
	keys                // of passwd
	DataSize     *int64 `json:"data_size"`
}

// A reply is what the server says to a request.
type reply struct {
	Status       string `json:"status"` // ok, continue or error
	Code         string `json:"code,omitempty"`
	Message      string `json:"message,omitempty"`
	Path         string `json:"path,omitempty"`
	Filesize     *int64 `json:"filesize,omitempty"`
	SHA256       string `json:"sha256,omitempty"`
	Offset       *int64 `json:"offset,omitempty"`
	PrefixSHA256 string `json:"prefix_sha256,omitempty"`
	Quota        *int64 `json:"quota,omitempty"`
	Used         *int64 `json:"used,omitempty"`
	Wanted       *int64 `json:"wanted,omitempty"`
	DataSize     *int64 `json:"data_size"`
}

// writeMessage writes a message, whose data_size is in it, and a body that is in
// memory, all in one Write.
func writeMessage(conn net.Conn, message any, body []byte) error {
	header, err := json.Marshal(message)
	if err != nil {
		return err
	}
	var all bytes.Buffer
	if err := writeFrame(&all, header); err != nil {
		return err
	}
	all.Write(body) // a bytes.Buffer returns no error
	if err := conn.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err = conn.Write(all.Bytes())
	return err
}

// ask writes a request with a body that is in memory.
func ask(conn net.Conn, q request, body string) error {
	q.DataSize = new(int64(len(body)))
	return writeMessage(conn, q, []byte(body))
}

// say writes a reply with a body that is in memory.
func say(conn net.Conn, r reply, body []byte) error {
	r.DataSize = new(int64(len(body)))
	return writeMessage(conn, r, body)
}

// readMessage reads the next message and not a byte of its body.
func readMessage(r io.Reader, message any, size func() *int64) error {
	header, err := readFrame(r, maxHeader)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(header, message); err != nil {
		return fmt.Errorf("want a message in JSON, got %.80q: %w", header, err)
	}
	if n := size(); n == nil || *n < 0 {
		return fmt.Errorf("want a data_size of 0 or more, got %.80q", header)
	}
	return nil
}

// next reads a request. Its first byte may take the time wait, or as long as it
// likes where that is 0; the rest of its header has to come within limit. The
// error is io.EOF when the caller has hung up, or ctx is over before it begins.
func next(ctx context.Context, conn net.Conn, wait, limit time.Duration) (q request, err error) {
	deadline := time.Time{} // none
	if wait > 0 {
		deadline = time.Now().Add(wait)
	}
	if err := conn.SetReadDeadline(deadline); err != nil {
		return q, err
	}
	first := make([]byte, 1)
	if err := readUnless(ctx, conn, first); err != nil {
		return q, err
	}
	if err := conn.SetReadDeadline(time.Now().Add(limit)); err != nil {
		return q, err
	}
	err = readMessage(io.MultiReader(bytes.NewReader(first), conn), &q, func() *int64 { return q.DataSize })
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF // the first byte came
	}
	return q, err
}

// readBody reads a body that is kept in memory.
func readBody(conn net.Conn, size, most int64) (string, error) {
	if size > most {
		return "", fmt.Errorf("want a body of at most %d bytes, got %d", most, size)
	}
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return "", err
	}
	var body bytes.Buffer // it grows with what comes, not with what is promised
	if _, err := io.CopyN(&body, conn, size); errors.Is(err, io.EOF) {
		return "", io.ErrUnexpectedEOF
	} else if err != nil {
		return "", err
	}
	return body.String(), nil
}

// A refusal is the error of one request. The caller is told, and the call goes
// on; every other error ends the call.
type refusal struct {
	reply
	body string
}

func (r refusal) Error() string { return r.Message }

// refuse makes a refusal of a code and an error. Where on the server's disk the
// file lies is nobody else's business, and so no path is told.
func refuse(code string, err error) refusal {
	message := err.Error()
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		message = at.Err.Error()
	} else if at, ok := errors.AsType[*os.LinkError](err); ok {
		message = at.Err.Error()
	}
	return refusal{reply: reply{Status: "error", Code: code, Message: message}}
}
