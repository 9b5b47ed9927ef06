package class

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/sandbox"
)

// GradeOptions say how a class is graded.
type GradeOptions struct {
	Workshop lesson.Workshop // whose checks count
	Lessons  []lesson.Lesson // that are graded, in their order
	Dir      string          // holds a folder or an archive for each student
	Results  string          // the folder that keeps what was found out
	Workers  int             // programs that are judged at the same time, and compilers
	Seed     *uint64         // of all seeds; nil is the one that the results were begun with
	Shard    Shard           // the part of the class that is graded

	Sandbox sandbox.Protection // what holds the submissions
	Trust   bool               // Sandbox is none, and they run as everything else does

	Rerun func(l lesson.Lesson, check, work string, seed uint64) string // the command that repeats a check
	Tell  func(Advance)                                                 // hears of what is done, one at a time
}

// A Shard is one of several parts of a class. The zero Shard is all of it.
type Shard struct {
	Index, Of int // 0 of 4 to 3 of 4
}

// Holds reports whether a student belongs to the part. It looks at the name
// alone: who else hands something in changes nothing.
func (s Shard) Holds(name string) bool {
	h := fnv.New32a()
	h.Write([]byte(name))
	return s.Of == 0 || h.Sum32()%uint32(s.Of) == uint32(s.Index)
}

// An Advance tells how far a grading is.
type Advance struct {
	Done, All int    // cells of the table
	Student   string // whose last cell it was, or ""
}

// A grader is a grading under way.
type grader struct {
	GradeOptions
	all   []lesson.Lesson // of the workshop
	store store
	keys  *keyring
	seed  uint64
	keep  keeper

	warmed bool // the cache has what programs import

	scratch *program.Scratch // of the batch, or nil
	batch   []*job
	graded  *Graded

	mu   sync.Mutex
	done int
	left map[string]int // cells of a student that are not done
}

// Grade judges every submission in a folder. What was judged before is not
// judged again, unless something has changed on which the result depends. An
// error means that the grading as a whole could not go on; what is wrong with
// a single submission is a part of what it returns.
func Grade(ctx context.Context, o GradeOptions) (*Graded, error) {
	all, err := submissions(o.Dir, o.Results)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s submission) bool { return !o.Shard.Holds(s.name) })
	g, err := newGrader(o, len(all))
	if err != nil {
		return nil, err
	}
	defer func() { g.scratch.Remove() }()
	for _, s := range all {
		if err := g.add(s); err != nil {
			return nil, err
		}
		if len(g.batch) < batchSize {
			continue
		}
		if err := g.finish(ctx); err != nil {
			return nil, err
		}
	}
	return g.graded, g.finish(ctx)
}

func newGrader(o GradeOptions, students int) (*grader, error) {
	g := &grader{GradeOptions: o, store: store{o.Results}, left: map[string]int{}}
	g.graded = &Graded{Lessons: o.Lessons, store: g.store, Sandbox: o.Sandbox.Words(), cells: students * len(o.Lessons)}
	var err error
	if g.all, err = o.Workshop.Lessons(); err != nil {
		return nil, err
	}
	toolchain, cache, err := program.Toolchain()
	if err != nil {
		return nil, err
	}
	g.keep = keeper{o.Sandbox, o.Trust, cache}
	if g.keys, err = newKeyring(o, toolchain); err != nil {
		return nil, err
	}
	if o.Seed != nil {
		g.seed = *o.Seed
	} else if g.seed, err = g.store.seed(); err != nil {
		return nil, err
	}
	g.scratch, err = program.NewScratch(batchRoom)
	return g, err
}

const (
	batchSize = 100     // programs that are built together, and lie on the disk at the same time
	batchRoom = 1 << 30 // bytes for them
	noLesson  = "it holds no lesson: want folders such as lesson01-phone-call, at the top or in the folder work"
)

// add takes in a submission: what must be judged goes into the batch.
func (g *grader) add(s submission) error {
	e := &listed{Student: Student{Name: s.name}, keys: make([]string, len(g.Lessons))}
	g.graded.entries = append(g.graded.entries, e)
	g.left[s.name] = len(g.Lessons)
	files, end, problem := s.open()
	if problem != "" {
		e.Problem = problem
		g.advance(s.name, len(g.Lessons))
		return nil
	}
	defer end.Close() // only read
	top, ok := home(files, g.all)
	if !ok {
		e.Problem = noLesson
		g.advance(s.name, len(g.Lessons))
		return nil
	}
	var err error
	if e.Changed, err = changedCopies(g.Workshop, files, top, g.Lessons); err != nil {
		return err
	}
	for i := range g.Lessons {
		if err := g.addProgram(s, e, files, top, i); err != nil {
			return fmt.Errorf("%s, %s: %w", s.name, g.Lessons[i].Short(), err)
		}
	}
	return nil
}

// addProgram takes in what a student has handed in for a lesson.
func (g *grader) addProgram(s submission, e *listed, files fs.FS, top string, i int) error {
	l := g.Lessons[i]
	from := folderOf(files, top, l)
	if from == "" {
		g.advance(s.name, 1)
		return nil
	}
	into, err := os.MkdirTemp(g.scratch.Dir, "program")
	if err != nil {
		return err
	}
	h, changed, err := take(files, from, into, l)
	if err != nil {
		return err
	}
	e.Changed = append(e.Changed, changed...)
	h.at = filepath.Join(s.paths[0], filepath.FromSlash(from))
	seed := seedOf(g.seed, s.name, l.Name)
	if e.keys[i], err = g.keys.key(h, seed); err != nil {
		return err
	}
	if g.store.load(s.name, l.Name, e.keys[i]) == nil {
		g.batch = append(g.batch, &job{handed: h, student: s.name, key: e.keys[i], seed: seed})
		return nil
	}
	g.graded.Kept++
	g.advance(s.name, 1)
	return os.RemoveAll(into)
}

// advance notes that so many cells of a student are done.
func (g *grader) advance(student string, cells int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.done += cells
	a := Advance{Done: g.done, All: g.graded.cells}
	if g.left[student] -= cells; g.left[student] == 0 {
		a.Student = student
		delete(g.left, student)
	}
	g.Tell(a)
}
