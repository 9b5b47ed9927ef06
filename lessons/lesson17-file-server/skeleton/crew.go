package main

import (
	"context"
	"errors"
	"log"
	"net"
	"runtime/debug"
)

// run begins every job that take brings, so many at once at most, until
// Shutdown. Then shut is called, which must end a take that waits.
func (c *crew) run(most int, shut func(), take func(context.Context) (*job, error)) error {
	ctx := c.open(shut)
	var p pause
	for places := make(chan struct{}, most); ; {
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		j, err := take(ctx)
		switch {
		case err == nil:
			c.begin(j, func() { <-places })
			p = 0
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		default:
			<-places
			p.wait(ctx, err)
		}
	}
}

// begin does a job in a goroutine of its own, and calls leave when it is over.
func (c *crew) begin(j *job, leave func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over {
		j.cut()
		return
	}
	c.jobs[j] = true
	c.work.Go(func() {
		defer leave()
		defer c.end(j)
		j.do()
	})
}

// end tidies up after a job that is done, or that has ended in a panic.
func (c *crew) end(j *job) {
	if p := recover(); p != nil {
		log.Printf("panic serving %v: %v\n%s", j.who, p, debug.Stack())
	}
	j.cut()
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.jobs, j)
}

// Shutdown lets no job begin any more, and waits for those that have. When ctx
// is over it cuts off those that are left, and returns the error of ctx.
func (c *crew) Shutdown(ctx context.Context) error {
	c.close()
	done := make(chan struct{})
	go func() { c.work.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
	}
	c.mu.Lock()
	left := len(c.jobs)
	for j := range c.jobs {
		j.cut()
	}
	c.mu.Unlock()
	if <-done; left > 0 {
		return ctx.Err()
	}
	return nil
}
