package class

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/sandbox"
)

// The hidden commands that build and judge what strangers have written, each in
// a process of its own: what breaks one breaks nothing else.
const (
	BuildWord = "build-many"
	JudgeWord = "judge-one"
)

// A request is what a hidden command is asked for.
type request struct {
	Build buildRequest
	Judge judgeRequest
}

// A buildRequest asks for programs.
type buildRequest struct {
	Dirs    []string // their folders
	Into    string   // an empty folder for what is made
	Workers int
}

// A judgeRequest asks for the result of one program.
type judgeRequest struct {
	Root   string // of the workshop
	Lesson string
	Dir    string
	Seed   uint64
	Those  []string // the checks that are run, or nil for all
	Binary program.Binary
}

// A judgement is the answer to that: a result, and what each of its checks took,
// which a result does not say in JSON.
type judgement struct {
	Result *check.Result
	Costs  []check.Cost
}

// Answer is what the hidden commands do: it reads a request as JSON and writes
// the answer as JSON. When in ends, whoever has asked is gone, and it stops. The
// cage holds the programs that are judged, or is nil.
func Answer(ctx context.Context, word string, in io.Reader, out io.Writer, cage *sandbox.Cage) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var r request
	if err := json.NewDecoder(in).Decode(&r); err != nil {
		return err
	}
	go func() { defer stop(); _, _ = io.Copy(io.Discard, in) }()
	var answer any
	var err error
	if word == BuildWord {
		answer, err = program.BuildMany(ctx, r.Build.Dirs, r.Build.Into, r.Build.Workers)
	} else {
		answer, err = r.Judge.judge(ctx, cage)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(answer)
}

func (r judgeRequest) judge(ctx context.Context, cage *sandbox.Cage) (*judgement, error) {
	l, err := lesson.Workshop{Root: r.Root}.Lesson(r.Lesson)
	if err != nil {
		return nil, err
	}
	result, err := check.Run(ctx, l, check.Options{Dir: r.Dir, Seed: r.Seed, Those: r.Those, Built: &r.Binary, Cage: cage})
	if err != nil {
		return nil, err
	}
	j := &judgement{Result: result}
	for _, c := range result.Checks {
		j.Costs = append(j.Costs, c.Cost)
	}
	return j, nil
}

const (
	childLimit = 10 * time.Minute // for a batch to be built, or a program to be judged
	boxDisk    = 2 << 30          // bytes that a box may write
	childDelay = 5 * time.Second  // to clean up, once nobody waits for the answer
)
