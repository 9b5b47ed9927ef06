package main

import (
	"errors"
	"io"
	"time"
)

// options connects to addr and prints what the socket is set to.
func options(addr string, timeout time.Duration, w io.Writer) error {
	// TODO step 7: dial, print "local ADDR" and "remote ADDR", then let show look
	// at the socket itself: SyscallConn, and Control.
	return errors.New("not written yet: step 7")
}
