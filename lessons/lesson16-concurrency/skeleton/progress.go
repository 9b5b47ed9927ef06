package main

import (
	"fmt"
	"os"
	"strings"
)

// This file is given and needs no change.

// progress returns a function that tells on standard error how many of total
// bytes are done: on a terminal as a bar that is drawn over and over, elsewhere
// as a line for each tenth.
func progress(what string, total int64) func(done int64) {
	info, err := os.Stderr.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	last := -1
	return func(done int64) {
		percent := 100 // of nothing: all
		if total > 0 {
			percent = int(float64(done) / float64(total) * 100)
		}
		switch {
		case terminal && percent != last:
			fmt.Fprintf(os.Stderr, "\r%s [%-25s] %3d %%", what, strings.Repeat("#", percent/4), percent)
		case !terminal && percent/10 != last/10:
			fmt.Fprintf(os.Stderr, "%s %d %%\n", what, percent)
		}
		if last = percent; terminal && done == total {
			fmt.Fprintln(os.Stderr)
		}
	}
}
