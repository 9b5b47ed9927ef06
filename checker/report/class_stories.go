package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
)

const (
	drawnEvents = 24      // events of one drawing
	drawnMost   = 10_000  // lines in all drawings of a page; one takes some 400 bytes, drawn and in words
	storyMost   = 1 << 10 // bytes of each text of a story
)

// A classLesson is a lesson's failures.
type classLesson struct {
	ID, Title string
	Groups    []*group
}

// A group are the stories of the same check and the same mistake.
type group struct {
	Title   string
	Explain string // the first story's
	Stories []*story

	place int // of the check in its lesson
}

// A story is the first failure of a program, or why it could not be judged.
type story struct {
	ID, Student string
	Message     string
	Also        string // what else failed
	Wires       []wired
	Difference  string
	Places      []Place
	Stderr      string
	Output      string // the compiler's
	Experiments []string
	Explain     string
	Again       string

	failure *check.Failure // not drawn yet, or nil
}

// story returns which finding is told in full: the first failure, or else the
// first that could not be judged. It is -1 where there is nothing to tell.
func (p *paper) story() int {
	if p.result == nil {
		return -1
	}
	if i := slices.IndexFunc(p.findings, func(f finding) bool { return f.kind == failed }); i >= 0 {
		return i
	}
	return slices.IndexFunc(p.findings, func(f finding) bool { return f.kind == unjudged })
}

func storyID(student int, p *paper) string { return fmt.Sprintf("%s-student%d", p.short(), student+1) }

// stories tells the failures of a lesson, those of one check and one mistake
// together. The papers are those of all lessons, student by student.
func stories(papers []paper, lesson, lessons int) classLesson {
	out := classLesson{}
	groups := map[string]*group{}
	for i := lesson; i < len(papers); i += lessons {
		p := &papers[i]
		out.ID, out.Title = p.short(), p.asked.Title
		at := p.story()
		if at < 0 {
			continue
		}
		s := newStory(p, at)
		s.ID = storyID(i/lessons, p)
		title := groupTitle(&p.findings[at])
		if groups[title] == nil {
			groups[title] = &group{Title: title, Explain: s.Explain, place: at}
			out.Groups = append(out.Groups, groups[title])
		}
		groups[title].Stories = append(groups[title].Stories, s)
	}
	slices.SortStableFunc(out.Groups, func(a, b *group) int {
		return cmp.Or(a.place-b.place, len(b.Stories)-len(a.Stories), strings.Compare(a.Title, b.Title))
	})
	return out
}

func groupTitle(f *finding) string {
	switch {
	case f.kind == unjudged:
		return f.Name + ": could not be judged"
	case f.Failure == nil:
		return "does not build"
	case f.Failure.Mistake == "":
		return f.Name + ": no mistake is named"
	}
	return f.Name + ": " + f.Failure.Mistake
}

// newStory tells one finding of a paper, yet without its drawing.
func newStory(p *paper, at int) *story {
	f := &p.findings[at]
	s := &story{Student: p.student, Message: short(f.why), failure: f.Failure}
	var also []string
	for _, other := range p.findings[at+1:] {
		if other.kind == failed {
			also = append(also, other.Name+" ("+other.cause()+")")
		}
	}
	s.Also = short(strings.Join(also, ", "))
	if f.Name == builds && p.result != nil {
		s.Output = short(p.result.Build.Output)
	}
	if f.Failure == nil {
		return s
	}
	s.Difference, s.Stderr, s.Explain, s.Again = short(Difference(language.Catalogue{}, f.Failure, entryRow)), short(f.Failure.Stderr), short(f.Failure.Explain), short(f.Failure.Rerun)
	for _, x := range f.Failure.Experiments {
		s.Experiments = append(s.Experiments, short(x))
	}
	for _, place := range Places(language.Catalogue{}, f.Failure, p.result.Dir) {
		s.Places = append(s.Places, Place{short(place.At), short(place.Source)})
	}
	return s
}

func short(text string) string { return clip(text, storyMost) }

// draw draws what came over the wire in each story, first one of each group and
// then the others as long as there is room. It returns how many had none.
func draw(lessons []classLesson) (without int) {
	room := drawnMost
	for _, rest := range []bool{false, true} {
		for _, l := range lessons {
			for _, g := range l.Groups {
				for i, s := range g.Stories {
					if (i > 0) == rest && !s.draw(&room) {
						without++
					}
				}
			}
		}
	}
	return without
}

// draw reports whether all that there is to draw is drawn. The first drawing for
// which there is no room is the end of them.
func (s *story) draw(room *int) bool {
	if s.failure == nil || len(s.failure.Wire) == 0 {
		return true
	}
	if *room == 0 {
		return false
	}
	entries, focus := s.failure.Transcript()
	d := newDiagram(language.Catalogue{}, s.ID, entries, focus, drawnEvents)
	lines := 0
	for _, i := range d.Items {
		lines += 2 + len(i.Lines)
	}
	if lines > *room {
		*room = 0
		return false
	}
	*room -= lines
	s.Wires = []wired{{"The wire", d}}
	return true
}
