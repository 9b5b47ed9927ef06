// Package check runs the check scripts of a lesson against one program and
// tells what came of it.
package check

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/wire"
)

// A Verdict is what a check has to say about a program.
type Verdict string

// The verdicts. Unknown means that the checker or the machine could not judge;
// it is never the learner's failure.
const (
	Pass    Verdict = "pass"
	Fail    Verdict = "fail"
	Skip    Verdict = "skip"
	Unknown Verdict = "unknown"
)

// A Result is what a run of a lesson's checks found out.
type Result struct {
	Lesson  string  `json:"lesson"`
	Dir     string  `json:"dir"`
	Verdict Verdict `json:"verdict"`
	Seed    uint64  `json:"seed"`
	Seconds float64 `json:"seconds"`
	Build   Build   `json:"build"`
	Checks  []Check `json:"checks"`
	Problem string  `json:"problem,omitempty"` // why nothing could be judged
	Cached  bool    `json:"cached,omitempty"`  // it is that of an earlier run, and nothing has changed since

	wire.Traffic `json:"-"` // of all checks

	Experiments []Experiment `json:"experiments,omitempty"` // shown when nothing has failed
}

// A Build tells how building the program went.
type Build struct {
	OK      bool    `json:"ok"`
	Output  string  `json:"output"` // the compiler's words where it failed
	Seconds float64 `json:"seconds"`
}

// A Check is the outcome of one script.
type Check struct {
	Name    string   `json:"name"`
	Step    int      `json:"step"`
	Verdict Verdict  `json:"verdict"`
	Claim   string   `json:"claim"`
	Seconds float64  `json:"seconds"`
	Faults  int      `json:"faults"`
	Reason  string   `json:"reason,omitempty"` // why it is skipped or unknown
	Failure *Failure `json:"failure,omitempty"`

	Cost Cost `json:"-"`

	needs []string
	wire  []Event // of a repeat
	pace  int     // which of the moments there was time for

	startled bool // the failure may come of the program's being stopped
}

// A Cost is what a check took, besides its seconds.
type Cost struct {
	wire.Traffic
	CPU    float64 `json:"cpu_seconds"`  // processor time of the programs and their awaited children
	Memory int64   `json:"memory_bytes"` // the most bytes that one of the programs had touched which ran when the check was over; 0 where that is not known
}

// A Failure explains why a check failed.
type Failure struct {
	Words       []string        `json:"-"`       // what it was started with
	Mistake     string          `json:"mistake"` // "" where the evidence does not decide
	Message     string          `json:"message"` // what happened instead
	Explain     string          `json:"explain"` // the cause
	Experiments []string        `json:"experiments,omitempty"`
	Where       []program.Place `json:"where"`
	Wire        []Event         `json:"wire"`
	Stderr      string          `json:"stderr,omitempty"` // the end of it
	Frames      string          `json:"frames,omitempty"` // how the server's words are framed: wire.FrameKinds
	Rerun       string          `json:"rerun"`
	Racy        *Repeat         `json:"racy,omitempty"`     // where the check passed when it was repeated
	Blame       string          `json:"blame,omitempty"`    // of a pairing: the side that broke the contract, call, serve, both or unknown
	Breaches    []Breach        `json:"breaches,omitempty"` // what shows it

	Ends map[string]string `json:"ends,omitempty"` // of a pairing: who plays call and serve, in words

	Role    string      `json:"role,omitempty"` // what the program was started as: serve, call or run
	Conn    string      `json:"conn,omitempty"` // on which it was seen, or ""
	Differs *Difference `json:"differs,omitempty"`

	moved bool   // an experiment has set the program going: where it stood must be seen in another run
	spins bool   // where it goes round must be looked at twice
	usual string // the check's usual cause
	timed bool   // a short time did not end: its unit may have been misread
	often bool   // it was measured again and again, and need not be once more

	ofChance bool // a challenge of the program's decides, which no seed repeats
}

// A Difference is where the bytes that came left what was wanted.
type Difference struct {
	Conn string `json:"conn"`
	Want []byte `json:"want"`
	Got  []byte `json:"got"`
}

const differKept = 4 << 10 // bytes kept behind the first wrong one in JSON, and 16 times as many before it

// MarshalJSON leaves out what stands far behind the first wrong byte, and gives
// null where that byte itself is too far from the beginning.
func (d *Difference) MarshalJSON() ([]byte, error) {
	type kept Difference
	at := d.First()
	if at > 16*differKept {
		return []byte("null"), nil
	}
	return json.Marshal(kept{d.Conn, d.Want[:min(len(d.Want), at+differKept)], d.Got[:min(len(d.Got), at+differKept)]})
}

// An Event is a wire.Event as reports carry it.
type Event struct {
	At    float64 `json:"at"` // seconds since the check began
	Conn  string  `json:"conn"`
	From  string  `json:"from"`
	Bytes []byte  `json:"bytes"`
	Size  int     `json:"size,omitempty"` // where there were more than stand in bytes
	Note  string  `json:"note"`

	Unread   int  `json:"unread,omitempty"`   // how many of the bytes, the last ones, the program had not read when the check failed
	Datagram bool `json:"datagram,omitempty"` // bytes is one datagram, whole
}

// NewEvent returns an event as reports carry it.
func NewEvent(e wire.Event) Event {
	out := Event{At: e.At.Seconds(), Conn: e.Conn, From: e.From, Bytes: e.Bytes, Note: e.Note, Unread: e.Unread, Datagram: e.Datagram}
	if e.Size > len(e.Bytes) {
		out.Size = e.Size
	}
	return out
}

func events(all []wire.Event) []Event {
	list := []Event{}
	for _, e := range all {
		list = append(list, NewEvent(e))
	}
	return list
}

// seconds rounds a duration to tenths of a millisecond.
func seconds(d time.Duration) float64 {
	return d.Round(100 * time.Microsecond).Seconds()
}

// verdict sums up the checks: a failure counts first, then what is unknown.
// A check skipped for one that did not fail leaves the whole unknown.
func (r *Result) verdict() Verdict {
	seen := map[Verdict]bool{}
	for _, c := range r.Checks {
		seen[c.Verdict] = true
		if c.Verdict == Skip && strings.HasPrefix(c.Reason, Needs) {
			seen[Unknown] = true
		}
	}
	switch {
	case seen[Fail]:
		return Fail
	case seen[Unknown] || !seen[Pass]:
		return Unknown
	}
	return Pass
}

// Needs begins the reason of a check that is skipped for another.
const Needs = "needs "

// NeverFired is the reason of a check whose weather never came about.
const NeverFired = "the bytes could not be bent as the check wants: the fault never fired"

// Sound returns an error for what no run has as its result: a check that fails,
// and nothing says why.
func (r *Result) Sound() error {
	for _, c := range r.Checks {
		if c.Verdict == Fail && c.Failure == nil {
			return fmt.Errorf("%s fails, but nothing says why", c.Name)
		}
	}
	return nil
}

// FirstFailure returns the first check that failed, or nil.
func (r *Result) FirstFailure() *Check {
	for i := range r.Checks {
		if r.Checks[i].Verdict == Fail {
			return &r.Checks[i]
		}
	}
	return nil
}
