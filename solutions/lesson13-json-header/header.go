package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

const maxHeader = 64 << 10 // bytes of a header

// A header tells of the body behind it. Fields that it does not know are ignored.
type header struct {
	DataSize *int64 `json:"data_size"` // the bytes of the body; nil where nothing was said
}

// writeReply writes body behind its header, and a short one in one Write.
func writeReply(w io.Writer, body []byte) error {
	size := int64(len(body))
	text, err := json.Marshal(header{DataSize: &size})
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(w)
	if err := writeFrame(buffered, text); err != nil {
		return err
	}
	if _, err := buffered.Write(body); err != nil {
		return err
	}
	return buffered.Flush()
}

// readHeader returns how many bytes of body follow the next header, and takes
// not a byte of them. The error is io.EOF where the stream ends in front of
// the header, and io.ErrUnexpectedEOF where it ends inside of it.
func readHeader(r io.Reader) (size int64, err error) {
	text, err := readFrame(r, maxHeader)
	if err != nil {
		return 0, err
	}
	var h header
	if err := json.Unmarshal(text, &h); err != nil {
		return 0, fmt.Errorf("want a JSON header, got %.80q: %w", text, err)
	}
	if h.DataSize == nil {
		return 0, fmt.Errorf("want data_size in the header, got %.80q", text)
	}
	if *h.DataSize < 0 {
		return 0, fmt.Errorf("want a data_size of 0 or more, got %d", *h.DataSize)
	}
	return *h.DataSize, nil
}
