package main

import "context"

// run runs a command in a shell, without input, until it ends, ctx is over, or
// its time is. Then no process of it is left.
func run(ctx context.Context, command string, l limits) result {
	ctx, cancel := context.WithTimeout(ctx, l.time)
	defer cancel()

	stdout, err := newOutput(l.max)
	if err != nil {
		return failed(err)
	}
	defer stdout.finish() // twice does no harm
	stderr, err := newOutput(l.max)
	if err != nil {
		return failed(err)
	}
	defer stderr.finish()

	cmd := shell(command)
	cmd.Stdout, cmd.Stderr = stdout.w, stderr.w
	if err := cmd.Start(); err != nil {
		return failed(err)
	}
	stop := context.AfterFunc(ctx, func() { killAll(cmd) })
	_ = cmd.Wait() // of the shell alone; a command that fails has answered, too
	stop()
	killAll(cmd) // what the shell left behind
	stdout.finish()
	stderr.finish()

	text := append(stderr.kept, stdout.kept...)
	return result{
		text:   text[:min(len(text), l.max)],
		size:   stderr.size + stdout.size,
		killed: ctx.Err() == context.DeadlineExceeded,
	}
}
