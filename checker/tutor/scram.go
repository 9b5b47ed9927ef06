package tutor

// Login is what is known of a login of lesson17.
type Login struct {
	Forged  string // what was tried on the program, in a word: a kind of the words forge and impostor
	Formula string // the mistake that the program's bytes show, or ""
}
