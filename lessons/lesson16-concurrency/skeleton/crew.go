package main

import (
	"context"
	"errors"
)

// run begins every job that take brings, so many at once at most, until
// Shutdown. Then shut is called, which must end a take that waits.
func (c *crew) run(most int, shut func(), take func(context.Context) (*job, error)) error {
	_ = c.open(shut) // the context of the jobs
	// TODO step 1: take one job after another and begin it, until ctx is over.
	// An error of take is no end, unless it is net.ErrClosed: wait with a pause.
	// TODO step 3: take a job only when there is a place for it.
	return errors.New("not written yet: step 1")
}

// begin does a job in a goroutine of its own, and calls leave when it is over.
func (c *crew) begin(j *job, leave func()) {
	// TODO step 1: do the job, then end it, then leave.
	// TODO step 5: note it among the jobs. When c is over, cut it instead.
}

// end tidies up after a job that is done, or that has ended in a panic.
func (c *crew) end(j *job) {
	// TODO step 2: recover, and log who was served, the panic and the stack.
	// TODO step 5: take it off the jobs.
	j.cut()
}

// Shutdown lets no job begin any more, and waits for those that have. When ctx
// is over it cuts off those that are left, and returns the error of ctx.
func (c *crew) Shutdown(ctx context.Context) error {
	c.close()
	// TODO step 5: wait for the work, or for ctx.
	return errors.New("not written yet: step 5")
}
