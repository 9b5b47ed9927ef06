package program

import "os"

// hold marks nothing: see abandoned.
func hold(string) (*os.File, error) { return nil, nil }

// abandoned reports false: nothing here tells whether a checker lives.
func abandoned(string) (*os.File, bool) { return nil, false }
