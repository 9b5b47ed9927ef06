package check

import (
	"context"
	"sync"
	"sync/atomic"

	"socketworkshop/checker/lesson"
)

// A gate is what the checks of one run share. It lets the first one that
// starts a server go ahead: when the server does not come up there, the
// others have nothing to add.
type gate struct {
	pilot string // the check that goes first
	once  sync.Once
	open  chan struct{}
	ok    bool // valid once open is closed

	run context.Context // of the run, which goes on when a check is stopped

	spins atomic.Bool // some check has seen the program spin
	pulse pulse

	harnessed harnessed
	hiring    hiring
	derived   derived
	table     structTable
}

func newGate(pilot string) *gate {
	return &gate{pilot: pilot, open: make(chan struct{}), run: context.Background()}
}

// pass notes whether the pilot's server came up. Only the first note counts.
func (g *gate) pass(check string, ok bool) {
	if check != g.pilot {
		return
	}
	g.once.Do(func() {
		g.ok = ok
		close(g.open)
	})
}

// wait returns whether the pilot's server came up. The pilot does not wait.
func (g *gate) wait(check string) bool {
	if check == g.pilot || g.pilot == "" {
		return true
	}
	<-g.open
	return g.ok
}

// pilot returns the first check that starts a server. One that needs another
// would be skipped for it, and nothing would be left to say what is wrong.
func pilot(checks []lesson.Check) string {
	for _, c := range checks {
		if c.Serves && len(c.Needs) == 0 {
			return c.Name
		}
	}
	return ""
}
