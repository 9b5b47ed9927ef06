package class

import "io/fs"

// names returns 1: the name leads to the file, and the number of others is not
// told.
func names(fs.FileInfo) uint64 { return 1 }
