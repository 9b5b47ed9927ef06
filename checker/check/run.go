package check

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/sandbox"
	"socketworkshop/checker/sight"
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// Options say how a lesson is checked.
type Options struct {
	Dir     string   // the folder of the program
	Program []string // a command to run there instead of building its Go files
	Only    string   // the one check to run; "" means all
	Those   []string // run these checks alone, unless it is nil
	Seed    uint64   // of everything random; the same seed gives the same bytes
	Race    bool     // build with the race detector

	Built *program.Binary // the program, where it has been built already

	// Tell is called after each check, one call at a time, with what is known so
	// far. A check that has not ended is unknown in it. It may be nil.
	Tell func(*Result)
	Cage *sandbox.Cage // what holds a program that nobody trusts

	Means program.Means // what the program has of the machine
}

// scratchRoom is how many bytes a lesson's checks may need for their files.
const scratchRoom = 2 << 30

// Run checks one program against a lesson. An error means that nothing could
// be run; where single checks could not be judged, their verdict says so.
func Run(ctx context.Context, l lesson.Lesson, o Options) (*Result, error) {
	begun := time.Now()
	checks, err := Select(l, o.Only)
	if err == nil {
		err = machineReady()
	}
	if err != nil {
		return nil, err
	}
	if o.Those != nil {
		checks = slices.DeleteFunc(checks, func(c lesson.Check) bool { return !slices.Contains(o.Those, c.Name) })
	}
	scratch, err := program.NewScratch(scratchRoom)
	if err != nil {
		return nil, err
	}
	defer scratch.Remove()
	r := &Result{Lesson: l.Name, Dir: o.Dir, Seed: o.Seed, Checks: []Check{}}
	binary, err := r.build(ctx, o, scratch.Dir)
	if err != nil {
		return nil, err
	}
	binary.Cage, binary.Means = o.Cage, o.Means
	if r.Build.OK {
		r.run(ctx, judged(checks), binary, scratch.Dir, o.Tell)
		for _, c := range r.Checks {
			r.Traffic.Add(c.Cost.Traffic)
		}
		r.settleNeeds()
		if r.Verdict = r.verdict(); r.Verdict == Pass || len(r.Checks) == 0 {
			r.experiments(ctx, checks, binary, scratch.Dir)
		}
		if len(r.Checks) == 0 { // there was nothing to judge
			r.Verdict = Pass
		}
	}
	r.Seconds = seconds(time.Since(begun))
	return r, ctx.Err()
}

// build makes the program. A compile error is a verdict, not an error.
func (r *Result) build(ctx context.Context, o Options, scratch string) (program.Binary, error) {
	r.Build.OK = true
	if o.Built != nil {
		return *o.Built, nil
	}
	if len(o.Program) > 0 {
		command := program.Interpreter(ctx, o.Program, o.Dir)
		return program.Binary{Command: command, Dir: o.Dir, Vast: program.Sanitized(command)}, nil
	}
	begun := time.Now()
	binary, err := program.Build(ctx, o.Dir, scratch, o.Race)
	r.Build.Seconds = seconds(time.Since(begun))
	var bad *program.BuildError
	if errors.As(err, &bad) {
		r.Build.OK, r.Build.Output, r.Verdict = false, bad.Output, Fail
		return binary, nil
	}
	return binary, err
}

func newScript(ctx context.Context, c lesson.Check, b program.Binary, g *gate, dir string, seed uint64) *script {
	bell := newBell()
	s := &script{
		ctx: ctx, check: c, binary: b, gate: g, dir: dir, bell: bell, log: wire.NewLog(bell.ring),
		random: rand.New(rand.NewPCG(seed, hash(c.Name))),
		begun:  time.Now(), deadline: time.Now().Add(scriptLimit),
		ringing: map[string]*ringing{}, conns: map[string]*wire.Conn{}, turns: map[string]int{}, weather: map[string]string{}, pieces: map[string]bool{},
		packets: newPackets(), store: newFiling(), homes: newHomes(),
	}
	return s
}

// run runs the script to its verdict.
func (s *script) run() Check {
	begun, missed := time.Now(), sight.Missed()
	end := &host{}
	if err := os.Mkdir(s.dir, 0o777); err != nil {
		s.verdict, s.reason = Unknown, err.Error()
	} else {
		testscript.RunT(end, testscript.Params{
			Files: []string{s.check.File}, WorkdirRoot: s.dir, Cmds: s.commands(),
			Setup: func(env *testscript.Env) error { env.Setenv("nl", "\n"); env.Setenv("cr", "\r"); return nil },
		})
		s.close()
		s.conclude(end)
		s.races()
		s.sawAll(missed)
	}
	c := Check{
		Name: s.check.Name, Step: s.check.Step, Claim: s.check.Claim, needs: s.check.Needs, pace: s.pace, startled: s.startled,
		Verdict: s.verdict, Reason: s.reason, Faults: s.faults, Failure: s.failure,
		Seconds: seconds(time.Since(begun)),
	}
	c.Cost = Cost{Traffic: s.log.Traffic(), CPU: s.cpu().Seconds(), Memory: s.memory}
	if s.again {
		c.wire = events(s.log.Events())
	}
	if s.verdict == Fail && s.haste && s.pace > 0 && s.dozed() {
		s.tardy = true
		c.Verdict, c.Failure, c.Reason = Unknown, nil, "the machine is too slow to judge: the checker itself was late"
	} else if s.verdict == Fail {
		c.Reason = ""
	}
	return c
}

// conclude gives a verdict to a script that ran to its end, or that ended for
// a reason of its own.
func (s *script) conclude(end *host) {
	switch {
	case s.verdict != "":
	case end.failed:
		s.verdict, s.reason = Unknown, "broken check script: "+end.reason(s.check.File)
	case s.bent && s.faults == 0:
		s.verdict, s.reason = Unknown, NeverFired
	default:
		s.verdict = Pass
	}
}

// races turns a pass into a failure when the race detector has reported.
func (s *script) races() {
	for _, p := range s.running {
		if s.verdict == Pass && p.Binary.Race && strings.Contains(string(p.Stderr.Bytes()), "WARNING: DATA RACE") {
			s.prog = p
			s.explain(&tutor.Evidence{Kind: tutor.RacesData}, "everything was answered, but the race detector found a data race")
			s.verdict = Fail
		}
	}
}
