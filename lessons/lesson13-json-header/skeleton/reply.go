package main

import "fmt"

// This file is given and needs no change.

// reply makes the answer of what came of a command. It is never empty: TCP
// cannot send nothing.
func reply(r result, l limits) []byte {
	text := r.text
	if missing := r.size - int64(len(text)); missing > 0 {
		text = fmt.Appendf(text, "\n... %d bytes more\n", missing)
	}
	if r.killed {
		if len(text) > 0 && text[len(text)-1] != '\n' {
			text = append(text, '\n')
		}
		text = fmt.Appendf(text, "killed after %v\n", l.time)
	}
	if len(text) == 0 {
		text = []byte("\n")
	}
	return text
}
