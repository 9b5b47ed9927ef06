package wire

// Relay stands between the program's caller and the program's server at target:
// it passes everything on, and writes it down under this name. What the caller
// says counts as the checker's, for it goes to the program.
func (l *Log) Relay(name, target string) (*Tap, error) {
	who := map[string]string{FromCaller: FromChecker, FromServer: FromProgram, FromWire: FromChecker}
	return NewTap(TapOptions{
		Listen: Place{"tcp", "127.0.0.1:0"}, To: Place{"tcp", target},
		See: func(p Passing) {
			switch p.What {
			case Begins, Over:
			case Ends:
				l.Note(name, who[p.From], "hangs up")
			case Aborts:
				l.Note(name, FromChecker, "cannot dial "+target)
			default:
				l.add(name, who[p.From], p.Bytes, p.Note)
			}
		},
	})
}
