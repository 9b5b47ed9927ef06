package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"unicode/utf8"
)

// serve runs each datagram as a command and answers it with one datagram, one
// after another, for ever. Who asks meanwhile waits in the socket's queue.
func serve(pc net.PacketConn, l limits) error {
	defer pc.Close() // every reply left with WriteTo, which reports its own error

	buf := make([]byte, maxDatagram)
	for {
		n, from, err := pc.ReadFrom(buf)
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		if err != nil {
			log.Println("a datagram is lost:", err) // the next one may be whole
			continue
		}
		r := run(context.Background(), string(buf[:n]), l)
		if _, err := pc.WriteTo(fit(reply(r, l), l.max), from); err != nil {
			log.Println("no answer for", from, err)
		}
	}
}

// reply makes the whole answer of what came of a command: its output, and
// whether it was killed. The output may be there only in part.
func reply(r result, l limits) result {
	if r.size == 0 && !r.killed {
		return result{text: []byte("\n"), size: 1}
	}
	if !r.killed {
		return r
	}
	last := fmt.Sprintf("killed after %v\n", l.time)
	if n := len(r.text); n > 0 && r.text[n-1] != '\n' {
		last = "\n" + last
	}
	if r.size == int64(len(r.text)) {
		r.text = append(r.text, last...)
	}
	r.size += int64(len(last))
	return r
}

// fit returns the answer, cut at a character if it has more than max bytes. Then
// it ends with a line that says how many bytes are missing.
func fit(r result, max int) []byte {
	if r.size <= int64(max) {
		return r.text
	}
	room := max - len(notice(r.size)) // the number of those missing is no longer
	keep := min(room, len(r.text))
	for i := 1; i < utf8.UTFMax && 0 < keep && keep < len(r.text) && !utf8.RuneStart(r.text[keep]); i++ {
		keep--
	}
	keep = min(keep, room)
	if keep < 0 {
		return notice(r.size)[:max] // there is hardly room for the notice itself
	}
	return append(r.text[:keep:keep], notice(r.size-int64(keep))...)
}

func notice(missing int64) []byte { return fmt.Appendf(nil, "\n... %d bytes did not fit\n", missing) }
