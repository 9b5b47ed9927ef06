package main

import (
	"errors"
	"time"
)

// call says each message with one Write, and waits for gap between two. Without
// nodelay the kernel may keep a small message back until the one before is
// acknowledged.
func call(addr string, gap time.Duration, nodelay bool, messages []string) error {
	// TODO step 2: dial addr, SetNoDelay, one Write for each message.
	return errors.New("not written yet: step 2")
}
