//go:build !linux

package check

import "errors"

// A deadSocket is only known on Linux.
type deadSocket struct{}

func newDeadSocket(string) (*deadSocket, error) { return nil, errors.ErrUnsupported }

func (*deadSocket) Close() {}

func (*deadSocket) lies() bool { return false }

func (*deadSocket) whileOnOneProcessor(func(), func() bool) bool { return false }
