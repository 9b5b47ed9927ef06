package program

import (
	"os"

	"golang.org/x/sys/unix"
)

// scratchRoot returns where scratch folders are made: in memory (tmpfs(5)), or
// where os.TempDir says. In containers files in memory often cannot be started.
func scratchRoot(room int64) string {
	const shared = "/dev/shm"
	var fs unix.Statfs_t
	switch err := unix.Statfs(shared, &fs); {
	case os.Getenv("TMPDIR") != "": // somebody has chosen
	case err != nil || fs.Type != unix.TMPFS_MAGIC || fs.Flags&unix.ST_NOEXEC != 0:
	case unix.Access(shared, unix.W_OK) != nil || int64(fs.Bavail)*int64(fs.Bsize) < room:
	default:
		return shared
	}
	return os.TempDir()
}
