package check

import (
	"bytes"
	"slices"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// hides wants no secret on any program's output, nor the password on the wire.
func (s *script) hides(others []string) {
	printed, spoken := s.printed(), s.spoken()
	look := func(what string, secret []byte, wireToo bool) {
		if len(secret) < secretSize {
			return // it could stand there by chance
		}
		e := tutor.Evidence{Kind: tutor.Leaked, Conn: s.lastConn()}
		if form := shownIn(printed, secret); form != "" {
			e.Login.Formula = "secret-in-the-log"
			s.fail(e, "%s stands on the program's output, %s", what, form)
		}
		if wireToo && shownIn(spoken, secret) != "" {
			e.Login.Formula = "password-sent"
			s.fail(e, "%s goes over the wire", what)
		}
	}
	for _, password := range slices.Concat(s.logins.secret, others) {
		look("the password", []byte(password), true)
	}
	for _, k := range s.logins.keys {
		look("the salted password", k.salted, true)
		look("the client key", k.client, true)
		look("the stored key", k.stored, false)
		look("the server key", k.server, false)
	}
	for _, proof := range s.logins.proofs {
		look("the proof of a caller", proof, false)
	}
}

const secretSize = 12 // bytes that are enough to know a secret

// printed returns what all programs have printed.
func (s *script) printed() string {
	var all strings.Builder
	for _, p := range s.running {
		all.Write(p.Stderr.Bytes())
		all.WriteString("\n")
		all.Write(p.Stdout.Bytes())
	}
	return all.String()
}

// spoken returns what programs have said, each side of each connection by itself.
func (s *script) spoken() string {
	sides := map[string]*bytes.Buffer{}
	for _, event := range s.log.Events() {
		if s.conns[event.Conn] != nil && event.From == wire.FromChecker {
			continue // what a relay passes on is the programs' all the same
		}
		side := event.Conn + " " + event.From
		if sides[side] == nil {
			sides[side] = &bytes.Buffer{}
		}
		sides[side].Write(event.Bytes)
	}
	var all strings.Builder
	for _, b := range sides {
		all.WriteString(b.String() + "\n")
	}
	return all.String()
}
