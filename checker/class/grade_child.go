package class

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
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
	Binary program.Binary
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
		answer, err = r.Judge.result(ctx, cage)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(answer)
}

func (r judgeRequest) result(ctx context.Context, cage *sandbox.Cage) (*check.Result, error) {
	l, err := lesson.Workshop{Root: r.Root}.Lesson(r.Lesson)
	if err != nil {
		return nil, err
	}
	return check.Run(ctx, l, check.Options{Dir: r.Dir, Seed: r.Seed, Built: &r.Binary, Cage: cage})
}

const (
	childLimit = 10 * time.Minute // for a batch to be built, or a program to be judged
	boxDisk    = 2 << 30          // bytes that a box may write
	childDelay = 5 * time.Second  // to clean up, once nobody waits for the answer
)

// ask starts this program in a box, with a hidden command, and waits for its
// answer.
func (g *grader) ask(ctx context.Context, b sandbox.Box, word string, r request, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, childLimit)
	defer cancel()
	b.Disk, b.Env = boxDisk, []string{"GOCACHE=" + g.cache}
	cmd := g.Sandbox.Command(ctx, b, word)
	if g.Trust {
		cmd.Env = os.Environ()
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	cmd.Cancel, cmd.WaitDelay = in.Close, childDelay
	if err := cmd.Start(); err != nil {
		return err
	}
	sent := json.NewEncoder(in).Encode(r)
	err = cmd.Wait() // it closes in
	if err == nil {
		err = errors.Join(sent, json.Unmarshal(out.Bytes(), answer))
	}
	if err != nil {
		return fmt.Errorf("checker %s: %w: %s", word, err, bytes.TrimSpace(said.Bytes()))
	}
	return nil
}
