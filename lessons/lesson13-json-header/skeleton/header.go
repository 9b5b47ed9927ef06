package main

import (
	"errors"
	"io"
)

// writeReply writes body behind its header: a JSON object whose data_size is
// the number of bytes of body, in a frame.
func writeReply(w io.Writer, body []byte) error {
	// TODO step 1: json.Marshal of a struct makes the header; writeFrame writes
	// it; then comes the body.
	return errors.New("not written yet: step 1")
}

// readHeader returns how many bytes of body follow the next header, and takes
// not a byte of them.
func readHeader(r io.Reader) (size int64, err error) {
	// TODO step 2: readFrame brings the header, json.Unmarshal takes it apart.
	// TODO step 3: refuse what cannot be meant, and say what was wrong.
	return 0, errors.New("not written yet: step 2")
}
