package tutor

import (
	"slices"
	"strings"
)

// NotWrittenYet is the mistake of a stub that was called.
const NotWrittenYet = "not-written-yet"

// A Rule names a mistake where the evidence for it is complete.
type Rule struct {
	Mistake string // its name in the catalogue
	Needs   string // the evidence it needs, in words
	Say     string // the cause, for the learner
	Matches func(e *Evidence) bool
	More    func(e *Evidence) string // what else the evidence tells; nil for nothing
}

// A Diagnosis is the mistake that the evidence shows.
type Diagnosis struct {
	Mistake string // "" where the evidence does not decide
	Say     string
}

// Diagnose returns the mistake of the first rule that matches. Rules stand
// in the order from the particular to the general.
func Diagnose(e *Evidence) Diagnosis {
	for _, r := range Rules() {
		if !r.Matches(e) {
			continue
		}
		if r.More != nil {
			r.Say = strings.TrimSpace(r.Say + " " + r.More(e))
		}
		return Diagnosis{r.Mistake, r.Say}
	}
	return Diagnosis{}
}

// Rules returns every rule in the order in which they are tried.
func Rules() []Rule {
	var all []Rule
	for _, rules := range [][]Rule{causeRules, scramRules, homeRules, roomRules, homesWireRules, structRules, captureRules, crowdRules, shutdownRules, fileRules, fileCallerRules, stickyRules, jsonRules, jsonCallerRules, framingRules, framingCallerRules, endRules, doorRules, authRules, handshakeRules, familyRules, startRules, commandRules, limitRules, timeRules, chatRules, packetRules, packetCallerRules, replyRules, callerRules, stayRules} {
		all = append(all, rules...)
	}
	return all
}

// is returns a condition on the kind alone, joined with all others given.
func is(k Kind, and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool { return e.Kind == k && every(and, e) }
}

// every reports whether all conditions hold, of which none is asked for behind one
// that does not.
func every(conditions []func(*Evidence) bool, e *Evidence) bool {
	return !slices.ContainsFunc(conditions, func(holds func(*Evidence) bool) bool { return !holds(e) })
}

// onStream reports whether the check speaks over connections.
func onStream(e *Evidence) bool { return !e.Datagrams }

func isServer(e *Evidence) bool { return e.Role == "serve" }
func isCaller(e *Evidence) bool { return e.Role != "serve" }
func spinning(e *Evidence) bool { return e.Spinning }
func exited(e *Evidence) bool   { return e.Exited }
func exitedZero(e *Evidence) bool {
	return e.Exited && e.Status.Code == 0
}

func exitedBad(e *Evidence) bool {
	return e.Exited && e.Status.Code != 0
}

func found(name string) func(*Evidence) bool {
	return func(e *Evidence) bool { return e.Found(name) }
}

func noted(note string) func(*Evidence) bool {
	return func(e *Evidence) bool { return e.Noted(note) }
}

func not(f func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool { return !f(e) }
}

func one(kinds ...Kind) func(*Evidence) bool {
	return func(e *Evidence) bool {
		for _, k := range kinds {
			if e.Kind == k {
				return true
			}
		}
		return false
	}
}

// Table describes as Markdown which evidence names which mistake.
func Table() string {
	text := "| mistake | named on this evidence |\n|---|---|\n"
	for _, r := range Rules() {
		text += "| `" + r.Mistake + "` | " + r.Needs + " |\n"
	}
	return text
}
