package class

import (
	"bytes"
	"context"
	_ "embed" // for the rig
	"errors"
	"fmt"
	"math"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/wire"
)

// echoRig is a server that answers everybody, and nothing else.
//
//go:embed rig_echo.go.txt
var echoRig string

const (
	crowdLimit = time.Minute      // for all of a crowd to be served
	crowdLook  = time.Millisecond // between two looks at how many are served
	spareFiles = 200              // descriptors that are left for everything else
)

// So many callers there are at once. Those who hurry call, say a word, hear the
// answer and hang up, again and again; more of them than a listener's queue holds
// would wait for their kernel to knock again. Those who talk stay, and the silent
// say nothing.
var (
	hurried = []int{10, 100, 1000}
	talking = []int{10, 100, 1000, 10_000}
	silent  = []int{10, 100, 1000, 10_000}
)

var spoken = bytes.Repeat([]byte("X"), 64) // it is in capitals as it is

// A crowd is one server, and a column of the figures that tell what it does with
// many callers.
type crowd struct {
	b      *Bench
	o      BenchOptions
	column int
	server *run
	addr   string
}

// benchCrowd measures a server of many callers, serve-upper: how many can call in
// a second, how many words it answers, and what memory those take who say
// nothing. The yardstick is a goroutine for each and nothing else.
func benchCrowd(ctx context.Context, b *Bench, programs []program.Binary, scratch string, o BenchOptions) error {
	b.What = fmt.Sprintf("callers over loopback, words of %d bytes; of memory, less is better", len(spoken))
	bare, err := buildRig(ctx, scratch, map[string]string{"echo.go": echoRig})
	if err != nil {
		return err
	}
	for range o.Rounds {
		for column, p := range append([]program.Binary{bare}, programs...) {
			for _, measure := range []func(*crowd) error{(*crowd).words, (*crowd).silence} {
				c := &crowd{b: b, o: o, column: column}
				if err := c.serve(ctx, p, scratch, measure); err != nil {
					return fmt.Errorf("%s: %w", b.Columns[column], err)
				}
			}
		}
	}
	return nil
}

// serve measures a server that was just started.
func (c *crowd) serve(ctx context.Context, p program.Binary, scratch string, measure func(*crowd) error) (err error) {
	if c.server, err = startRun(p, scratch, "serve-upper", "-addr", "127.0.0.1:0", "-max", "20000"); err != nil {
		return err
	}
	defer c.server.Stop()
	if c.addr, err = c.server.listening(ctx); err != nil {
		return err
	}
	err = measure(c)
	c.b.Memory[c.column] = max(c.b.Memory[c.column], c.server.memory())
	return err
}

// words measures how many call and speak in a second.
func (c *crowd) words() error {
	for _, n := range c.affordable(hurried) {
		calls, err := together(n, c.o.Time, func(int) error { return visit(c.addr) })
		if err != nil {
			return fmt.Errorf("%d callers at once: %w", n, err)
		}
		c.b.add(fmt.Sprintf("calls, %d at once", n), "/s", c.column, calls)
	}
	for _, n := range c.affordable(talking) {
		all, err := gather(c.addr, n)
		var words float64
		if err == nil {
			words, err = together(n, c.o.Time, func(i int) error { return speak(all[i]) })
		}
		if err = errors.Join(err, all.leave()); err != nil {
			return fmt.Errorf("%d callers who talk: %w", n, err)
		}
		c.b.add(fmt.Sprintf("answers to %d callers", n), "/s", c.column, words)
	}
	return nil
}

// silence measures what memory callers take who say nothing. Where the system does
// not show it, nothing is noted.
func (c *crowd) silence() error {
	_, held, err := c.server.Descriptors()
	if err != nil {
		return nil
	}
	if err := visit(c.addr); err != nil { // what only the first one takes
		return err
	}
	before, err := c.server.Resident()
	if err != nil {
		return err
	}
	var all callers
	defer func() { _ = all.leave() }() // nothing was said
	for _, n := range c.affordable(silent) {
		more, err := gather(c.addr, n-len(all))
		if all = append(all, more...); err != nil {
			return fmt.Errorf("%d callers who say nothing: %w", n, err)
		}
		if err := c.holds(held + n); err != nil {
			return err
		}
		after, err := c.server.Resident()
		if err != nil {
			return err
		}
		c.b.add(fmt.Sprintf("memory of one of %d", n), "kB", c.column, float64(after-before)/1000/float64(n))
	}
	return nil
}

// holds waits until the server has so many descriptors, which tells how many
// callers it has taken.
func (c *crowd) holds(n int) error {
	for end := time.Now().Add(crowdLimit); time.Now().Before(end); <-time.After(crowdLook) {
		if _, got, err := c.server.Descriptors(); err != nil || got >= n {
			return err
		}
	}
	return fmt.Errorf("it has not taken all calls after %v", crowdLimit)
}

// affordable returns those numbers of callers that are asked for, and that there
// are descriptors for, here and in the server. Where no limit is known there is none.
func (c *crowd) affordable(numbers []int) (some []int) {
	here, err := wire.Descriptors()
	if err != nil {
		here = math.MaxInt
	}
	there, err := c.server.Room()
	if err != nil {
		there = math.MaxInt
	}
	for _, n := range numbers {
		if n <= min(c.o.Callers, here-spareFiles, there) {
			some = append(some, n)
		}
	}
	return some
}
