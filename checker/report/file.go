package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
)

// WriteFile makes a file, or replaces it, in one step: whoever reads it sees
// all of it or what was there before. What is there must be an ordinary file.
func WriteFile(name string, write func(io.Writer) error) error {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no ordinary file", name)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	part := fmt.Sprintf("%s.%08x.part", name, rand.Uint32())
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := os.Rename(part, name); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return nil
}
