package class

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/sandbox"
)

// A keeper builds and judges what strangers have written: in a process of its
// own each time, and in a box.
type keeper struct {
	sandbox sandbox.Protection
	trust   bool   // sandbox is none, and they run as everything else does
	cache   string // of the go command
}

// build builds the programs in some folders. All lie below the folders readable;
// what is made lies in into, which is empty.
func (k keeper) build(ctx context.Context, readable []string, r buildRequest) (all []program.Made, err error) {
	b := sandbox.Box{Read: readable, Write: []string{r.Into}, Shadow: []string{k.cache}}
	err = k.ask(ctx, b, BuildWord, request{Build: r}, &all)
	return all, err
}

// judge runs the checks of a lesson against a program.
func (k keeper) judge(ctx context.Context, l lesson.Lesson, r judgeRequest) (*check.Result, error) {
	r.Root, r.Lesson = l.Workshop().Root, l.Name
	b := sandbox.Box{Read: append(check.Data(l), r.Binary.Command[0])}
	var j judgement
	if err := k.ask(ctx, b, JudgeWord, request{Judge: r}, &j); err != nil {
		return nil, err
	}
	if j.Result == nil || len(j.Costs) != len(j.Result.Checks) {
		return nil, fmt.Errorf("checker %s: the answer is no judgement", JudgeWord)
	}
	for i, c := range j.Costs {
		j.Result.Checks[i].Cost = c
	}
	return j.Result, nil
}

// ask starts this program in a box, with a hidden command, and waits for its
// answer.
func (k keeper) ask(ctx context.Context, b sandbox.Box, word string, r request, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, childLimit)
	defer cancel()
	b.Disk, b.Env = boxDisk, []string{"GOCACHE=" + k.cache}
	cmd := k.sandbox.Command(ctx, b, word)
	if k.trust {
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
