//go:build !linux

package program

import "os"

// Scratch returns the usual temporary folder: no other is known to lie in memory.
func Scratch(int64) string { return os.TempDir() }
