package main

import (
	"io"
	"os"
	"time"
)

// This file is given and needs no change.

// An output is where a command writes to: a pipe. It is read to its end, for
// who does not read stops the command, but only its first bytes are kept.
type output struct {
	kept []byte // the first max bytes
	size int64  // how many there were

	max  int
	r, w *os.File
	done chan struct{} // closed when all is read
}

func newOutput(max int) (*output, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	o := &output{max: max, r: r, w: w, done: make(chan struct{})}
	go func() {
		defer close(o.done)
		_, _ = io.Copy(o, r) // it ends when nobody holds w, or by finish
	}()
	return o, nil
}

// Write keeps what there is room for. It is what io.Copy calls.
func (o *output) Write(p []byte) (int, error) {
	o.kept = append(o.kept, p[:min(len(p), o.max-len(o.kept))]...)
	o.size += int64(len(p))
	return len(p), nil
}

// lastWords is how long the output is waited for of a process that nobody has
// been able to end.
const lastWords = time.Second

// finish waits until all that the command has written is read.
func (o *output) finish() {
	_ = o.w.Close()                                    // the command had its own
	_ = o.r.SetReadDeadline(time.Now().Add(lastWords)) // pipes take deadlines
	<-o.done
	_ = o.r.Close() // only read
}

// A result is what came of a command.
type result struct {
	text   []byte // the beginning of its standard error, then its standard output
	size   int64  // bytes of both in all
	killed bool   // it ran longer than it may
}

// failed is the result of a command that could not be run.
func failed(err error) result {
	text := []byte(err.Error() + "\n")
	return result{text: text, size: int64(len(text))}
}
