package tutor

import (
	"strings"
	"testing"

	"socketworkshop/checker/program"
)

const roundAndRound = `package main

func serve() {
	for {
		accept()
		for round := range 10 {
			read(round)
			write(round)
		}
	}
}
`

func TestLoop(t *testing.T) {
	at := func(line int, state string) []program.Place {
		return []program.Place{{File: "server.go", Line: line, State: state}}
	}
	for _, c := range []struct {
		name          string
		first, second []program.Place
		want          string // the end of what is told; "" where there is nothing to tell
	}{
		{"both in the inner loop", at(7, "running"), at(8, "runnable"), "server.go:6."},
		{"the same line twice", at(8, "syscall"), at(8, "running"), "server.go:6."},
		{"one in the outer loop", at(5, "running"), at(8, "running"), "server.go:4."},
		{"one asleep", at(7, "running"), at(8, "IO wait"), ""},
		{"one outside of all", at(3, "running"), at(8, "running"), ""},
		{"one unseen", at(7, "running"), nil, ""},
	} {
		got := Loop(map[string]string{"server.go": roundAndRound}, c.first, c.second)
		if c.want == "" && got != "" || !strings.HasSuffix(got, c.want) {
			t.Errorf("%s: Loop tells %q, want it to end in %q", c.name, got, c.want)
		}
	}
}
