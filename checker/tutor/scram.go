package tutor

// Login is what is known of a login of lesson17.
type Login struct {
	Formula string // the mistake that a message of the program shows, or ""
}
