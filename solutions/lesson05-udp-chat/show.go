package main

import (
	"fmt"
	"io"
	"os"
)

// This file is given and needs no change.

// show prints who said what, on a terminal with the sender in bold.
func show(w io.Writer, from fmt.Stringer, text []byte) error {
	format := "[%v] %s\n"
	if isTerminal(w) {
		format = "\x1b[1m[%v]\x1b[0m %s\n"
	}
	_, err := fmt.Fprintf(w, format, from, clean(text))
	return err
}

// isTerminal reports whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
