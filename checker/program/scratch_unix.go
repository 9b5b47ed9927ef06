//go:build unix

package program

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const scratchLock = "lock" // a file in a scratch folder that its checker holds locked (flock(2))

// hold marks a new scratch folder as one whose checker lives. The lock has its
// name only once it is held.
func hold(dir string) (*os.File, error) {
	nameless := filepath.Join(dir, scratchLock+".new")
	f, err := os.OpenFile(nameless, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		err = os.Rename(nameless, filepath.Join(dir, scratchLock))
	}
	if err != nil {
		_ = f.Close() // it was never written to
		return nil, err
	}
	return f, nil
}

// abandoned reports whether the checker of a scratch folder is gone. The lock
// that it returns then keeps others from removing the folder as well; there is
// none in a folder whose checker was killed while it made or removed it.
func abandoned(dir string) (lock *os.File, ok bool) {
	f, err := os.OpenFile(filepath.Join(dir, scratchLock), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		info, err := os.Stat(dir)
		return nil, err == nil && time.Since(info.ModTime()).Abs() > making // the clock may have jumped
	}
	if err != nil {
		return nil, false
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close() // it was only opened
		return nil, false
	}
	return f, true
}
