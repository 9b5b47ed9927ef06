package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
)

// count takes one call, reads to its end, and prints how the Reads lie beside
// the messages that were to come.
func count(ln net.Listener, messages []string, stdout io.Writer) error {
	conn, err := oneCall(ln)
	if err != nil {
		return err
	}
	defer conn.Close() // only read

	reads, err := readSizes(conn)
	if err != nil {
		return err
	}
	var sizes []int
	for _, m := range messages {
		sizes = append(sizes, len(m)) // in bytes, which are what travels
	}
	whole, sticking, splitting := compare(reads, sizes)
	_, err = fmt.Fprintf(stdout, "%d reads, %d messages, sticking: %s, splitting: %s\n",
		len(reads), whole, yes(sticking), yes(splitting))
	return err
}

// readSizes reads r to its end and returns how many bytes each Read brought.
func readSizes(r io.Reader) ([]int, error) {
	var sizes []int
	buf := make([]byte, 64<<10)
	for {
		n, err := r.Read(buf)
		if n > 0 {
			sizes = append(sizes, n)
		}
		if errors.Is(err, io.EOF) {
			return sizes, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// compare lays reads and messages side by side, each given by its size in
// bytes. It returns how many messages are whole, whether one Read brought the
// end of a message and what comes behind it, and whether a whole message took
// more than one Read.
func compare(reads, messages []int) (whole int, sticking, splitting bool) {
	readEnds, messageEnds := ends(reads), ends(messages)
	arrived := readEnds[len(readEnds)-1]
	complete := 0 // where the last whole message ends
	for _, end := range messageEnds[1:] {
		if end > arrived {
			break // cut short by the end of the call
		}
		whole, complete = whole+1, end
		if !slices.Contains(readEnds, end) {
			sticking = true
		}
	}
	for _, end := range readEnds {
		if end < complete && !slices.Contains(messageEnds, end) {
			splitting = true
		}
	}
	return whole, sticking, splitting
}

// ends returns where pieces of these sizes end when they lie in a row, and
// before them the 0 where the first begins.
func ends(sizes []int) []int {
	all := []int{0}
	for _, size := range sizes {
		all = append(all, all[len(all)-1]+size)
	}
	return all
}
