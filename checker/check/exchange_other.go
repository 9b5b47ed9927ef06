//go:build !linux

package check

import (
	"errors"
	"os"
)

// exchange swaps two names, which is not done at once here.
func exchange(a, b string) error {
	return errors.Join(os.Rename(a, a+".was"), os.Rename(b, a), os.Rename(a+".was", b))
}
