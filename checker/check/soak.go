package check

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"sync"

	"socketworkshop/checker/lesson"
)

// A Soaking says how often known programs are checked, and which.
type Soaking struct {
	Rounds int
	Only   string // the beginning of the names of those to be checked; "" means all
	Seed   uint64 // of the order, and of the first round's checks

	Tell func(round int, t Trial) // called for each trial that came out other than it should
}

// processors are those that the checker itself may use, round by round.
var processors = []int{1, 2, 8}

// Soak checks the known programs of a lesson again and again, in another order
// and with other seeds each time, while the machine is busy in every second
// round and the checker has one processor, two or eight. It returns how many
// trials there were.
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
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	random := rand.New(rand.NewPCG(s.Seed, 0))
	for round := range s.Rounds {
		runtime.GOMAXPROCS(processors[round%len(processors)])
		random.Shuffle(len(jobs), func(i, j int) { jobs[i], jobs[j] = jobs[j], jobs[i] })
		calm := func() {}
		if round%2 == 1 {
			calm = busy(ctx, runtime.NumCPU())
		}
		s.round(ctx, round, jobs)
		calm()
		if ctx.Err() != nil {
			return trialled, ctx.Err()
		}
		trialled += len(jobs)
	}
	return trialled, nil
}

// round makes each trial once, some at the same time.
func (s Soaking) round(ctx context.Context, round int, jobs []trial) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, provers)
	results := make(chan Trial)
	told := make(chan struct{})
	go func() {
		defer close(told)
		for t := range results {
			if t.Breach != "" && ctx.Err() == nil {
				s.Tell(round, t)
			}
		}
	}()
	for _, job := range jobs {
		slots <- struct{}{}
		wait.Go(func() {
			results <- job.run(ctx, s.Seed+uint64(round))
			<-slots
		})
	}
	wait.Wait()
	close(results)
	<-told
}

// busy keeps n processors busy with other processes until the function that it
// returns is called. Where there is no shell they stay calm.
func busy(ctx context.Context, n int) (calm func()) {
	loops, stop := context.WithCancel(ctx)
	var all []*exec.Cmd
	for range n {
		cmd := exec.CommandContext(loops, "sh", "-c", "while :; do :; done")
		if cmd.Start() == nil {
			all = append(all, cmd)
		}
	}
	return func() {
		stop()
		for _, cmd := range all {
			_ = cmd.Wait() // it was killed
		}
	}
}
