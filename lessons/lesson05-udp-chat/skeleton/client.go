package main

import (
	"errors"
	"io"
)

// call lets a person choose one of the contacts by name and talk to them, line
// by line, until "quit"; then another, until the end of stdin.
func call(contacts map[string]string, stdin io.Reader, stdout io.Writer) error {
	// TODO step 4: choose a contact, dial its address, then for each line that is
	// not blank: send it, read the answer, show it.
	// TODO step 5: "quit" goes back to choosing; an unknown name is named on
	// standard error, with the names there are.
	return errors.New("not written yet: step 4")
}
