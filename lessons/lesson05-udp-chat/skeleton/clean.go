package main

// clean returns text so that it can be shown: printable characters as they
// are, control characters and bytes that are no UTF-8 as \xHH. The result is
// one line.
func clean(text []byte) string {
	// TODO step 2: go through the characters of text, and write what a terminal
	// would obey in other words.
	return string(text)
}
