package check

import (
	"context"
	"math/rand/v2"
	"os"
	"sync"

	"socketworkshop/checker/lesson"
)

// A Soaking says how often known programs are checked, and which.
type Soaking struct {
	Rounds int
	Only   string // the beginning of the names of those to be checked; "" means all
	Seed   uint64 // of the order, and of the first round's checks

	// Tell is called for each trial that came out other than it should, with what
	// its round had to bear.
	Tell func(round int, borne string, t Trial)
}

// Soak checks the known programs of a lesson again and again, in another order,
// with other seeds and under other hardships each time. It returns how many
// trials have ended, also with an error.
func Soak(ctx context.Context, l lesson.Lesson, s Soaking) (trialled int, err error) {
	scratch, err := os.MkdirTemp("", "soak")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(scratch)
	jobs, err := trials(ctx, l, scratch, s.Only)
	if err != nil {
		return 0, err
	}
	random := rand.New(rand.NewPCG(s.Seed, 0))
	for round := range s.Rounds {
		random.Shuffle(len(jobs), func(i, j int) { jobs[i], jobs[j] = jobs[j], jobs[i] })
		h := hardshipOf(round)
		end, err := h.begin(ctx)
		if err != nil {
			return trialled, err
		}
		trialled += s.round(ctx, round, h, jobs)
		end()
		if ctx.Err() != nil {
			return trialled, ctx.Err()
		}
	}
	return trialled, nil
}

// round makes each trial once, some at the same time. It returns how many have
// ended.
func (s Soaking) round(ctx context.Context, round int, h hardship, jobs []trial) (ended int) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, provers)
	results := make(chan Trial)
	told := make(chan struct{})
	go func() {
		defer close(told)
		for t := range results {
			if ctx.Err() != nil {
				continue // it was interrupted
			}
			ended++
			if t.Breach != "" {
				s.Tell(round, h.String(), t)
			}
		}
	}()
	for _, job := range jobs {
		slots <- struct{}{}
		wait.Go(func() {
			results <- job.run(ctx, Options{Seed: s.Seed + uint64(round), Means: h.means()})
			<-slots
		})
	}
	wait.Wait()
	close(results)
	<-told
	return ended
}
