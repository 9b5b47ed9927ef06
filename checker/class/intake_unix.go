//go:build unix

package class

import (
	"io/fs"
	"syscall"
)

// names returns how many names a file has (st_nlink in stat(2)).
func names(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Nlink)
	}
	return 1 // of an archive
}
