package wire

import "errors"

// Descriptors fails: there is no such limit here.
func Descriptors() (int, error) { return 0, errors.ErrUnsupported }
