//go:build !linux

package program

import "os"

// scratchRoot returns the usual temporary folder: no other is known to lie in
// memory.
func scratchRoot(int64) string { return os.TempDir() }
