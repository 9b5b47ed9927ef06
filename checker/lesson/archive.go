package lesson

import (
	"bytes"
	"fmt"
	"os"

	"github.com/rogpeppe/go-internal/txtar"
)

// readArchive reads a file of checks or of a known program.
func readArchive(file string) (*txtar.Archive, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	archive, err := parseArchive(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return archive, nil
}

// parseArchive is txtar.Parse, which panics when a file has no name
// (go-internal 1.16.0). That is an error here.
func parseArchive(text []byte) (*txtar.Archive, error) {
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if string(bytes.TrimRight(line, "\r\n")) == "-- --" {
			return nil, fmt.Errorf(`line %d: "-- --" names no file, want "-- NAME --"`, number)
		}
	}
	return txtar.Parse(text), nil
}
