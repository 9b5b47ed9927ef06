//go:build !linux

package check

import (
	"errors"
	"math/rand/v2"
	"os"
	"time"

	"socketworkshop/checker/program"
)

// exchange swaps two names, which is not done at once here.
func exchange(a, b string) error {
	return errors.Join(os.Rename(a, a+".was"), os.Rename(b, a), os.Rename(a+".was", b))
}

// between calls step at any moment, until it returns false.
func between(_ *program.Process, step func() bool) {
	for step() {
		time.Sleep(rand.N(2 * slice))
	}
}
