package program

import (
	"os"

	"golang.org/x/sys/unix"
)

// Scratch returns a folder for files that nobody wants to keep: one that lies in
// memory (tmpfs(5)), where programs may be started and there is room for so many
// bytes, or the usual temporary folder. A file is safe on a disk only when the
// disk has written it, which takes longer than all else in a check.
func Scratch(room int64) string {
	const shared = "/dev/shm"
	var fs unix.Statfs_t
	switch err := unix.Statfs(shared, &fs); {
	case os.Getenv("TMPDIR") != "": // somebody has chosen
	case err != nil || fs.Type != unix.TMPFS_MAGIC || fs.Flags&unix.ST_NOEXEC != 0: // as in most containers
	case unix.Access(shared, unix.W_OK) != nil || int64(fs.Bavail)*int64(fs.Bsize) < room:
	default:
		return shared
	}
	return os.TempDir()
}
