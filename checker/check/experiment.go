package check

import (
	"context"
	"path/filepath"
	"slices"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// An Experiment shows what a program does, and does not judge it.
type Experiment struct {
	Name    string   `json:"name"`
	Step    int      `json:"step"`
	Claim   string   `json:"claim"`   // what it shows
	Explain string   `json:"explain"` // why that is so
	Wire    []Event  `json:"wire"`
	Frames  string   `json:"frames,omitempty"`  // how the server's words are framed: wire.FrameKinds
	Printed string   `json:"printed"`           // by the last program that printed something
	Figures []string `json:"figures,omitempty"` // what was measured
	Problem string   `json:"problem,omitempty"` // why there is nothing to see
}

// experiments runs those of the scripts that are experiments.
func (r *Result) experiments(ctx context.Context, scripts []lesson.Check, b program.Binary, scratch string) {
	for _, c := range scripts {
		if !c.Experiment {
			continue
		}
		s := newScript(ctx, c, b, newGate(""), filepath.Join(scratch, c.Name), r.Seed)
		done := s.run()
		x := Experiment{Name: c.Name, Step: c.Step, Claim: c.Claim, Explain: c.Cause, Wire: events(s.log.Events()), Frames: s.frames}
		for _, p := range s.running {
			if text := p.Stdout.Bytes(); len(text) > 0 {
				x.Printed = string(text)
			}
		}
		x.Figures = s.figures
		if done.Verdict != Pass {
			x.Problem = done.Reason
		}
		if done.Failure != nil {
			x.Problem = done.Failure.Message
		}
		r.Experiments = append(r.Experiments, x)
	}
}

// judged returns the scripts that are no experiments.
func judged(scripts []lesson.Check) []lesson.Check {
	return slices.DeleteFunc(slices.Clone(scripts), func(c lesson.Check) bool { return c.Experiment })
}

// allOver waits until every program has ended.
func (s *script) allOver([]string) {
	for _, s.prog = range s.running {
		s.ended()
	}
}
