package main

import "time"

// strftime returns format with every directive replaced by what it means at t.
// What is no directive, and a percent sign at the end, stays as it is.
func strftime(format []byte, t time.Time) []byte {
	// TODO step 1: go through format from left to right. Copy what is no
	// directive; %% is one percent sign.
	// TODO step 2: the other directives of the text's table.
	return []byte("not written yet: step 1")
}
