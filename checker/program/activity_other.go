//go:build !linux

package program

import (
	"time"
)

// Look returns ErrNoProc: only Linux shows what another process does.
func (p *Process) Look() (Activity, error) { return Activity{}, ErrNoProc }

// Descriptors returns ErrNoProc: only Linux shows them.
func (p *Process) Descriptors() (sockets []uint64, files int, err error) { return nil, 0, ErrNoProc }

// Leftovers returns nothing: they are found on Linux alone.
func (p *Process) Leftovers() []Leftover { return nil }

// lastWords does nothing: only Linux shows who else writes for the program.
func (p *Process) lastWords() {}

// Settle does nothing: only Linux shows what a program has started.
func (p *Process) Settle(Options) error { return nil }

// Commands returns none: only Linux shows them.
func (p *Process) Commands() []Leftover { return nil }

// Freeze returns ErrNoProc: nothing would tell when the program stands still.
func (p *Process) Freeze() error { return ErrNoProc }

// Thaw returns ErrNoProc, as Freeze does.
func (p *Process) Thaw() error { return ErrNoProc }

// readable returns false: only on Linux it is asked for.
func (s *Stream) readable() bool { return false }

// Holders returns none: they are told on Linux alone.
func (p *Process) Holders(func(inode uint64) bool) []int { return nil }

// Memory returns ErrNoProc: only Linux shows it.
func (p *Process) Memory() (space, touched int64, err error) { return 0, 0, ErrNoProc }

// Resident returns ErrNoProc: only Linux shows it.
func (p *Process) Resident() (int64, error) { return 0, ErrNoProc }

// Starved returns 0: it is told on Linux alone.
func (p *Process) Starved() time.Duration { return 0 }

// NoDelay returns ErrNoProc: only Linux shows it.
func (p *Process) NoDelay(uint64) (bool, error) { return false, ErrNoProc }

// Receiving returns false: it is told on Linux alone.
func (p *Process) Receiving() bool { return false }

// LeftUnread returns 0: it is told on Linux alone.
func (p *Process) LeftUnread() int { return 0 }

// Threaded returns false, too.
func (p *Process) Threaded() bool { return false }

// Reuse returns ErrNoProc, too.
func (p *Process) Reuse(uint64) (bool, error) { return false, ErrNoProc }

// LowWater returns ErrNoProc, too.
func (p *Process) LowWater(uint64) (int, error) { return 0, ErrNoProc }

// Transfers returns ErrNoProc: only Linux shows them.
func (p *Process) Transfers() (read, writes int64, err error) { return 0, 0, ErrNoProc }
