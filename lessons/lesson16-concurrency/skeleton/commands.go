package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"time"
	"unicode/utf8"
)

// This file is given and needs no change: it is lesson08's server, as a handler
// of datagrams.

// maxDatagram is the most bytes that a datagram carries over IPv4.
const maxDatagram = 65507

// maxReply is how many bytes a reply has at most.
const maxReply = 8192

// limits bound what one command may use.
type limits struct {
	time time.Duration // after which it is killed
	max  int           // bytes of its output that are kept
}

// commands runs each datagram as a command and answers it with one datagram.
type commands struct{ limit time.Duration }

// HandlePacket runs one command. One that was cut off has no answer: its output
// is not whole.
func (c commands) HandlePacket(ctx context.Context, pc net.PacketConn, packet []byte, from net.Addr) {
	l := limits{c.limit, maxReply}
	r := run(ctx, string(packet), l)
	if ctx.Err() != nil {
		return
	}
	if _, err := pc.WriteTo(fit(whole(r, l), l.max), from); err != nil {
		log.Println("no answer for", from, err)
	}
}

// whole makes the whole answer of what came of a command: its output, and
// whether it was killed. The output may be there only in part.
func whole(r result, l limits) result {
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
