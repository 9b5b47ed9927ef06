// Package class judges many programs at once and holds them against one
// another: here, their speed.
package class

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// A Bench is what was measured of some programs. They take turns, so that what
// else the machine does weighs on all of them alike: compare the columns of
// one Bench, and never the figures of two.
type Bench struct {
	What    string   // is measured
	Columns []string // what the rows compare; the first is the yardstick
	Rows    []Row
	Memory  []int64 // the most bytes that a process of each program has touched; 0 where that is not known or there is no program
}

// A Row is one thing that is measured.
type Row struct {
	Name    string      `json:"name"`
	Unit    string      `json:"unit"`
	Figures [][]float64 `json:"figures"` // by column, one a round
}

// Ratios returns what a column reached of the yardstick: the median of all
// rounds, the least and the most.
func (r Row) Ratios(column int) (median, least, most float64) {
	var all []float64
	for round, figure := range r.Figures[column] {
		all = append(all, figure/r.Figures[0][round])
	}
	slices.Sort(all)
	return all[len(all)/2], all[0], all[len(all)-1]
}

// Median returns the figure in the middle of a column.
func (r Row) Median(column int) float64 {
	all := slices.Sorted(slices.Values(r.Figures[column]))
	return all[len(all)/2]
}

// add notes the figure of one round.
func (b *Bench) add(row, unit string, column int, figure float64) {
	i := slices.IndexFunc(b.Rows, func(r Row) bool { return r.Name == row })
	if i < 0 {
		i = len(b.Rows)
		b.Rows = append(b.Rows, Row{Name: row, Unit: unit, Figures: make([][]float64, len(b.Columns))})
	}
	b.Rows[i].Figures[column] = append(b.Rows[i].Figures[column], figure)
}

// BenchOptions say how a lesson is measured.
type BenchOptions struct {
	Dir    string // the folder of a program that is held against the reference, or ""
	Rounds int    // how often each thing is measured; the yardstick too
	Seed   uint64 // of the checks, where they are measured

	Size    int64         // bytes of a file that is moved; 0 is 1 GiB
	Time    time.Duration // for one figure of messages and callers; 0 is 200 ms
	Callers int           // at once, at most; 0 is 10,000
}

// benches are the lessons with something to measure beside their checks.
// Their programs may leave what they like in the folder scratch.
var benches = map[string]func(ctx context.Context, b *Bench, programs []program.Binary, scratch string, o BenchOptions) error{
	"lesson12": benchFraming,
	"lesson14": benchFiles,
	"lesson16": benchCrowd,
}

const (
	wholeSize   = 1 << 30   // bytes of a file that is moved
	benchRoom   = 256 << 20 // for the programs
	figureTime  = 200 * time.Millisecond
	mostCallers = 10_000
)

// Measure measures a lesson's solution, and the program in o.Dir beside it. Where
// the lesson has nothing else to measure, that is what both take for its checks. It
// listens on loopback alone.
func Measure(ctx context.Context, l lesson.Lesson, o BenchOptions) (*Bench, error) {
	measure := benches[l.Short()]
	if measure == nil {
		return benchChecks(ctx, l, o)
	}
	o.Size, o.Time, o.Callers = cmp.Or(o.Size, wholeSize), cmp.Or(o.Time, figureTime), cmp.Or(o.Callers, mostCallers)
	scratch, err := program.NewScratch(benchRoom + 3*o.Size) // in memory, if it may be
	if err != nil {
		return nil, err
	}
	defer scratch.Remove()
	b := &Bench{Columns: []string{"bare", "reference"}}
	dirs := []string{l.Solution()}
	if o.Dir != "" {
		b.Columns, dirs = append(b.Columns, "yours"), append(dirs, o.Dir)
	}
	var programs []program.Binary
	for _, dir := range dirs {
		into, err := os.MkdirTemp(scratch.Dir, "program")
		if err != nil {
			return nil, err
		}
		p, err := program.Build(ctx, dir, into, false)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
		programs = append(programs, p)
	}
	b.Memory = make([]int64, len(b.Columns))
	return b, measure(ctx, b, programs, scratch.Dir, o)
}
