package main

import (
	"bytes"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/report"
)

// draw shows the lesson, what there is to say about it, and the keys.
func (v *watching) draw() {
	head := v.a.paint.head(v.l.Short()) + "  " + v.state()
	if v.notice.polls != "" {
		head += v.a.paint.dull(v.a.words.In("  (the system does not tell when a file is saved; I look by myself)"))
	}
	v.screen.show(head, v.body(), v.a.paint.dull(v.a.words.In(watchKeys)), v.page)
}

func (v *watching) state() string {
	passed := 0
	if v.result != nil {
		for _, c := range v.result.Checks {
			if c.Verdict == check.Pass {
				passed++
			}
		}
	}
	switch {
	case v.busy:
		return v.a.words.In("checking ...")
	case v.result == nil:
		return ""
	case !v.result.Build.OK:
		return v.a.paint.bad(v.a.words.In("does not build"))
	case v.result.Verdict == check.Pass:
		return v.a.paint.good(v.a.words.Sprintf("all %d checks pass", passed))
	}
	return v.a.paint.bad(v.a.words.Sprintf("%d of %d checks pass", passed, len(v.result.Checks)))
}

// body returns what the chosen view has to say. A hint is taken once for each
// time its key was pressed.
func (v *watching) body() string {
	if v.result == nil {
		return ""
	}
	b := v.a.quiet()
	b.dir = v.result.Dir
	var err error
	switch v.view {
	case 'l':
		b.list(v.result.Checks)
	case 'w':
		b.wireOf(v.result)
	case 's':
		err = b.solution(v.l.Short(), false)
	case 'h':
		return v.screen.remembered(func() string {
			err := b.hint(v.l.Short())
			return text(b, err)
		})
	default:
		err = b.brief(v.w, v.l, v.result)
	}
	return text(b, err)
}

// text returns what a quiet app has printed, and the error in words.
func text(b *app, err error) string {
	printed := b.out.(*bytes.Buffer).String()
	if err != nil {
		printed += report.Printable(b.words.In(err.Error())) + "\n"
	}
	return strings.TrimRight(printed, "\n")
}
