package program

import "os"

// lockFile opens a file. An open file cannot be removed here, which is lock
// enough.
func lockFile(name string, flag int) (*os.File, error) {
	return os.OpenFile(name, os.O_RDWR|flag, 0o600)
}
