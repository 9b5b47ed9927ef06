//go:build !linux

package class

import "os"

// memoryFolder returns the usual temporary folder: no other is known to lie in
// memory.
func memoryFolder(int64) string { return os.TempDir() }
