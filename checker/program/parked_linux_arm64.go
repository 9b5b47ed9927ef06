package program

import "time"

// oldLimit knows no call: arm64 has none of the older ones.
func (c call) oldLimit() (time.Duration, bool) { return 0, false }
