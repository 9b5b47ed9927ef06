//go:build !unix

package program

import "time"

// settle takes what the program, which has ended, had still written. A child
// of its may hold the pipe open for ever, so this gives up after a moment.
func (s *Stream) settle() {
	select {
	case <-s.idle:
	case <-time.After(300 * time.Millisecond):
	}
}
