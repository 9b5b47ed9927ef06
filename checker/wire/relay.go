package wire

import "strings"

// Relay stands between the program's caller and the program's server at target,
// both on a stream network of package net: it listens at addr, passes everything
// on, and writes it down. The first call has the name, the next ones the name and
// a number. What the caller says counts as the checker's, for it goes to the
// program.
func (l *Log) Relay(name, network, addr, target string) (*Tap, error) {
	who := map[string]string{FromCaller: FromChecker, FromServer: FromProgram, FromWire: FromChecker}
	return NewTap(TapOptions{
		Listen: Place{network, addr}, To: Place{network, target},
		See: func(p Passing) {
			conn := name
			if p.Conn != firstName {
				conn += strings.TrimPrefix(p.Conn, callName)
			}
			switch p.What {
			case Begins, Over:
			case Ends:
				l.Note(conn, who[p.From], "hangs up")
			case Aborts:
				l.Note(conn, FromChecker, "cannot dial "+target)
			default:
				l.add(conn, who[p.From], p.Bytes, p.Note)
			}
		},
	})
}
