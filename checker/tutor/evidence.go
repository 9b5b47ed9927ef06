// Package tutor turns evidence into an explanation: it experiments on the
// live program, and its rules name the mistake when, and only when, the
// evidence tells it from its neighbours.
package tutor

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/wire"
)

// A Kind says in which way a check's expectation was disappointed.
type Kind string

// The kinds of disappointment.
const (
	NotWritten   Kind = "not written yet"
	NotListening Kind = "no line \"listening on\""
	Elsewhere    Kind = "listens elsewhere"
	Unreachable  Kind = "a call is refused where it says that it listens"
	Refused      Kind = "a call is refused"
	NotReading   Kind = "what was sent is not read"
	NoReply      Kind = "no reply, or only a part of it"
	WrongBytes   Kind = "other bytes than expected"
	Extra        Kind = "more bytes than expected"
	EndedEarly   Kind = "the connection ended before the reply was whole"
	NotClosed    Kind = "the connection is not closed"
	NotExited    Kind = "the program does not end"
	BadExit      Kind = "another exit status than expected"
	NoWords      Kind = "standard error lacks the words"
	TornOutput   Kind = "newlines stand within what was to be printed as it is"
	BadOutput    Kind = "other output than expected"
	NotQuiet     Kind = "it uses the processor without need"
	Leaks        Kind = "descriptors are never given back"
	LeftBehind   Kind = "a process is left behind"
	IgnoresTerm  Kind = "it does not end when told to"
	NotDialled   Kind = "the caller does not call"
	Flooded      Kind = "output without end"
	RacesData    Kind = "the race detector found a race"
	NoLine       Kind = "the reply lacks a line"
	TooMuch      Kind = "it uses too much memory"
	BadCut       Kind = "the reply is not cut as it should be"
	RawText      Kind = "text from the network reaches the screen as it is"
	WrongFile    Kind = "something else stands at the path than should"
	BadOption    Kind = "a socket option is missing or not what it is"
	NotRefused   Kind = "it accepts what it must refuse"
	WrongAnswer  Kind = "another answer than expected"
	BadLength    Kind = "the length is not that of the reply"
	Crumbled     Kind = "messages come in crumbs"
	Lumped       Kind = "messages come in one lump"
	TooSoon      Kind = "came too soon"
	TooLate      Kind = "came too late"
	WrongSource  Kind = "the answer came from another address than was asked"
	BadMessage   Kind = "another message than expected"
	WrongFolder  Kind = "a folder holds something else than it should"
	BrokenOff    Kind = "the connection is broken off in place of closed"
	BadRefusal   Kind = "it refuses with another exit status than expected"
	BadProgress  Kind = "progress is not shown as it should be"
)

// Evidence is all that is known when a word of a check fails.
type Evidence struct {
	Kind     Kind
	Role     string   // "serve" or "call": what the program was started as
	Told     string   // the address the program was given
	Args     []string // the words it was started with
	Conn     string   // the connection the failure was seen on
	Want     []byte
	Got      []byte
	May      []string     // lines that may stand between those of Want, on standard output
	Typed    []string     // the lines typed at the program's standard input
	Together int          // the most of them that were typed at once
	End      string       // how the connection ended: "eof", "reset" or ""
	Turns    int          // right replies on this connection before
	Calls    int          // connections that were over before this one
	Held     int          // connections that are over and that the program still holds
	Split    bool         // what was sent on the connection was cut, and the cut was certain
	Pieces   bool         // something sent on it was cut, at some time
	Waiting  int          // callers that nobody has accepted yet
	Wire     []wire.Event // all that happened
	Frames   string       // how the server's words are framed, or ""

	Stdout, Stderr string
	Written        int64 // bytes on both, also those not kept
	Exited         bool
	TookCall       bool // it has taken a call: it names a caller's port, or has hung up on somebody
	Status         program.Status
	Spinning       bool          // it burns processor time
	Slept          time.Duration // for so long, with nothing under way, before it was given up
	Parked         bool          // which could not have ended without something from without
	Burnt          time.Duration // the processor time that it used up while nothing happened
	Peer           wire.Socket
	PeerGone       bool                      // the program has closed its end
	PeerSeen       bool                      // Peer or PeerGone is known
	Listeners      map[uint64]netip.AddrPort // its listening sockets, by inode
	Relistens      bool                      // the socket it listened on at first is closed
	Left           []program.Leftover
	Places         []program.Place
	Findings       []Finding
	Source         map[string]string // of a program in Go, by file name
	HeldBack       bool              // the checker holds back the rest of what it has begun to say

	Datagrams bool            // the check speaks in datagrams
	Queued    int64           // memory taken by datagrams that the program has not read
	Astray    string          // the socket to which the wanted datagram came instead, or ""
	Runs      bool            // the lesson's server runs commands for whoever asks
	Reuse     bool            // SO_REUSEADDR was on at the listening socket of the server that was killed
	Room      int             // so many bytes of a long command were read, or 0 where that was not tried or all were
	Connected bool            // its socket for datagrams takes those of one address alone
	Receiving bool            // it waits in a receive from a socket, without a time limit
	GoesOn    bool            // it said quit, was answered, and talks on
	Threaded  bool            // it has several threads
	Others    bool            // what came is the reply to another datagram than this socket's
	Copied    bool            // some answer came more often than it was asked for
	Forged    []string        // what strangers said to the program
	Fault     string          // what is wrong with a cut, or with something else, in words
	Next      []byte          // the datagram that has come to the same socket behind the one in question
	Saying    string          // what a refusal must say
	Expected  []string        // lines that belong into the reply
	Lies      bool            // another number of bytes followed than it had announced
	Unasked   map[string]bool // datagrams that have come and that nobody waited for
	Late      []string        // what was held back and came after all
	Asked     string          // the last datagram from the socket of the failure
	Zone      string          // the time zone in which the program was asked for the time, or ""
	Shifted   bool            // the time it told is off by whole quarters of an hour
	Frozen    bool            // a second later it told the same time
	Auth      Auth            // of a handshake with a key
	Stood     string          // what stood at the path where it was to refuse to listen
	Today     string          // what would be right if its clock were the machine's, or ""

	Crowd  Crowd  // of many callers at once
	Probes Probes // of numbers as bytes
	Login  Login  // of lesson17's logins

	Files // what the file lessons know

	Home Home // of the homes of lesson17

	listing *listing // of Source, see listed
}

// Flag reports whether the program was started with this flag.
func (e *Evidence) Flag(name string) bool { return slices.Contains(e.Args, name) }

// Found reports whether the experiment with this name had an effect.
func (e *Evidence) Found(name string) bool {
	for _, f := range e.Findings {
		if f.Name == name {
			return f.Effect
		}
	}
	return false
}

// Answered reports whether some experiment had an effect.
func (e *Evidence) Answered() bool {
	return slices.ContainsFunc(e.Findings, func(f Finding) bool { return f.Effect })
}

// Panicked reports whether the program died of a panic, in Go or another
// language, or of a signal that only a crash sends.
func (e *Evidence) Panicked() bool {
	if !e.Exited {
		return false
	}
	return crashed(e) || hasLine(e.Stderr, "panic: ") || hasLine(e.Stderr, "fatal error: ") || HasTrace(e.Stderr)
}

func hasLine(text, prefix string) bool {
	return strings.HasPrefix(text, prefix) || strings.Contains(text, "\n"+prefix)
}

// BlockedIn reports whether some goroutine stands in the learner's files
// inside a call of one of these functions.
func (e *Evidence) BlockedIn(functions ...string) bool {
	for _, p := range e.Places {
		for _, f := range functions {
			if p.In == f {
				return true
			}
		}
	}
	return false
}

// Sent returns all that the checker said on the connection.
func (e *Evidence) Sent() []byte { return e.spoken(wire.FromChecker) }

// Said returns all that the program said on the connection, also what a
// check had accepted already.
func (e *Evidence) Said() []byte { return e.spoken(wire.FromProgram) }

func (e *Evidence) spoken(from string) []byte {
	var all []byte
	for _, event := range e.Wire {
		if event.Conn == e.Conn && event.From == from {
			all = append(all, event.Bytes...)
		}
	}
	return all
}

// hasWords reports whether something stands on standard error.
func (e *Evidence) hasWords() bool { return strings.TrimSpace(e.Stderr) != "" }

// Noted reports whether the checker did this on some connection before the
// failure: "hangs up", "breaks off (reset)", "says no more (half-close)".
func (e *Evidence) Noted(note string) bool {
	for _, event := range e.Wire {
		if event.From == wire.FromChecker && event.Note == note {
			return true
		}
	}
	return false
}

// notedOn reports the same of one connection.
func (e *Evidence) notedOn(conn, note string) bool {
	for _, event := range e.Wire {
		if event.From == wire.FromChecker && event.Conn == conn && event.Note == note {
			return true
		}
	}
	return false
}

// spokeFirst reports whether the program spoke on the connection before the
// checker did.
func (e *Evidence) spokeFirst() bool {
	for _, event := range e.Wire {
		if event.Conn == e.Conn && event.Size > 0 {
			return event.From == wire.FromProgram
		}
	}
	return false
}

// Upper returns b in capitals as the lessons mean it: the bytes a to z become
// A to Z and every other byte stays.
func Upper(b []byte) []byte {
	up := bytes.Clone(b)
	for i, c := range up {
		if 'a' <= c && c <= 'z' {
			up[i] = c - 'a' + 'A'
		}
	}
	return up
}
