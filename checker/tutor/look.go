package tutor

import (
	"encoding/binary"
	"fmt"
	"time"

	"socketworkshop/checker/wire"
)

// Looks are the experiments that only look at the program: what was seen of it
// when it failed, each in a sentence.
func Looks(e *Evidence) []string {
	var all []string
	for _, look := range []func(*Evidence) string{patience, queue, processor, descriptors, otherOrder} {
		if told := look(e); told != "" {
			all = append(all, told)
		}
	}
	return all
}

// gone reports whether the program had ended when it was looked at. One that
// answered an experiment may have ended of that.
func gone(e *Evidence) bool { return e.Exited && !e.Answered() }

// patience tells whether the program may only be slow.
func patience(e *Evidence) string {
	if e.Slept == 0 || gone(e) || !one(NoReply, NotReading, NotClosed, NotExited, NotDialled)(e) {
		return ""
	}
	switch {
	case e.Parked && e.sleeps():
		return "" // in the source, until a time that it has set itself
	case e.Parked:
		return "I looked at what its threads wait for: each sleeps until something comes from without, so it is not only slow."
	}
	return fmt.Sprintf("I waited until it had slept for %v with nothing under way: it is not only slow.", e.Slept.Round(100*time.Millisecond))
}

// sleeps reports whether some goroutine sleeps for a time that the learner gave.
func (e *Evidence) sleeps() bool { return e.BlockedIn("time.Sleep") }

// queue tells whether the program reads what it is sent.
func queue(e *Evidence) string {
	if !one(NoReply, NotReading)(e) || gone(e) {
		return ""
	}
	sent := len(e.Sent())
	switch {
	case e.Datagrams && e.Queued > 0:
		return "I looked at its receive queue: a datagram lies there unread."
	case e.Datagrams || !e.PeerSeen || e.PeerGone || sent == 0:
		return ""
	case e.Peer.Queued > 0:
		return fmt.Sprintf("I looked at its receive queue: %s there unread.", lie(int(e.Peer.Queued)))
	}
	return "I looked at its receive queue: it is empty; the program has read what I sent."
}

func lie(n int) string {
	if n == 1 {
		return "1 byte lies"
	}
	return fmt.Sprintf("%d bytes lie", n)
}

// processor tells whether the program works for nothing.
func processor(e *Evidence) string {
	if !e.Spinning || e.Burnt == 0 {
		return ""
	}
	return fmt.Sprintf("I measured its processor time: %v used up while nothing happened.", e.Burnt.Round(10*time.Millisecond))
}

// descriptors tells whether the program keeps connections that are over.
func descriptors(e *Evidence) string {
	if e.Held == 0 || gone(e) || !isServer(e) || !one(NotClosed, Leaks, NotQuiet, NoReply, Refused)(e) {
		return ""
	}
	if e.Held == 1 {
		return "I counted its connections: one is over, and it still holds it."
	}
	return fmt.Sprintf("I counted its connections: %d are over, and it still holds them.", e.Held)
}

const lengthBytes = 4 // of the length in a frame

// otherOrder reads a wrong length with its bytes in the other order.
func otherOrder(e *Evidence) string {
	if !isServer(e) || e.Frames != wire.StructFrames && e.Frames != wire.JSONFrames || len(e.Got) < lengthBytes || len(e.Want) < lengthBytes {
		return ""
	}
	got, want := lengthOf(e.Got), lengthOf(e.Want)
	other := int(int32(binary.BigEndian.Uint32(e.Got)))
	switch {
	case got == want || got == other:
		return ""
	case other == want:
		return fmt.Sprintf("I read the length with its bytes in the other order: %d, which would be right.", other)
	}
	return fmt.Sprintf("I read the length with its bytes in the other order: %d, which is wrong as well.", other)
}
