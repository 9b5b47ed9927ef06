package class

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"socketworkshop/checker/lesson"
)

// A Grouping is a class by the approach its programs take, and how alike they
// are. Nothing of it says where a likeness comes from.
type Grouping struct {
	Lesson    string        `json:"lesson"`
	Dir       string        `json:"dir"`
	Archive   string        `json:"archive,omitempty"` // the folder of another class, whose programs are only held against this one's
	Members   []Member      `json:"students"`
	Groups    []Group       `json:"groups"`    // whole programs
	Functions []Variants    `json:"functions"` // one function at a time
	Pairs     []Resemblance `json:"pairs"`     // the most alike first
	Measures  Measures      `json:"measures"`
}

// Measures are the numbers that decide what is near and what is alike.
type Measures struct {
	Near      float64 `json:"near"`      // programs and functions that are alike to so great a part are one group
	Gram      int     `json:"gram"`      // tokens of a fingerprint
	Window    int     `json:"window"`    // one of so many fingerprints that follow each other is kept
	Guarantee int     `json:"guarantee"` // a passage of so many tokens in both programs is found for certain
	Common    float64 `json:"common"`    // what more than this part of all programs hold is common, and left out
	AtLeast   int     `json:"at_least"`  // but only where more than so many hold it
	Commons   int     `json:"commons"`   // fingerprints that were left out for that
	Least     int     `json:"least"`     // fingerprints that a pair must share to be listed
}

// A Member is a student's folder.
type Member struct {
	Name    string `json:"name"`
	Dir     string `json:"dir,omitempty"` // where the lesson's program lies
	Archive bool   `json:"archive,omitempty"`
	Problem string `json:"problem,omitempty"` // why it could not be read
	Group   int    `json:"group,omitempty"`   // the number of its group, from 1
}

// Title returns the member's name, and where it is from.
func (m Member) Title() string { return titled(m.Name, m.Archive) }

func titled(name string, archive bool) string {
	if archive {
		return name + " (archive)"
	}
	return name
}

// A Group is the students whose programs, or functions, are written alike.
type Group struct {
	Specimen string    `json:"specimen"`       // the student whose source stands for all
	Alike    []string  `json:"alike"`          // who have the same but for names, comments, layout and order; the specimen too
	Near     []string  `json:"near,omitempty"` // who have nearly that
	As       string    `json:"as,omitempty"`   // AsSolution, NearSolution or AsSkeleton, where the specimen is
	Source   *Function `json:"source,omitempty"`
}

// Size returns how many students are in the group.
func (g Group) Size() int { return len(g.Alike) + len(g.Near) }

// A Variants is how the students write one function.
type Variants struct {
	Name    string   `json:"name"` // serve; "" for functions that the lesson does not name
	Groups  []Group  `json:"groups"`
	Missing []string `json:"missing,omitempty"` // who have none of this name
}

// What a group is like.
const (
	AsSolution   = "solution"      // the same but for names, comments, layout and order
	NearSolution = "near solution" // nearly that
	AsSkeleton   = "skeleton"      // as it was given
)

// Parted reads the programs of a lesson in the folders below dir, and below
// archive unless that is "", and groups them. It runs nothing. A folder that
// cannot be read is a member with a problem. The errors are those of dir, archive
// and the lesson's own files.
func Parted(ctx context.Context, l lesson.Lesson, dir, archive string) (*Grouping, error) {
	b, err := readBase(l)
	if err != nil {
		return nil, err
	}
	g := &Grouping{Lesson: l.Name, Dir: dir, Archive: archive, Measures: measures()}
	for _, root := range []string{dir, archive} {
		if root == "" {
			continue
		}
		found, err := members(l, root)
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			m.Archive = root == archive
			g.Members = append(g.Members, m)
		}
	}
	if len(g.Members) == 0 {
		return nil, fmt.Errorf("%s holds no folder; want one for each student", dir)
	}
	programs := g.read(ctx, b)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.approaches(b, programs)
	g.resemblances(b, programs)
	return g, nil
}

func measures() Measures {
	return Measures{
		Near: near, Gram: gramSize, Window: window, Guarantee: window + gramSize - 1,
		Common: commonShare, AtLeast: commonLeast, Least: leastShared,
	}
}

// read parses the members' programs, as many at a time as there are processors.
// What cannot be read is nil.
func (g *Grouping) read(ctx context.Context, b *base) []*source {
	all := make([]*source, len(g.Members))
	next := make(chan int)
	var readers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		readers.Go(func() {
			for i := range next {
				m := &g.Members[i]
				if m.Problem != "" || ctx.Err() != nil {
					continue
				}
				var err error
				if all[i], err = b.read(m.Dir); err != nil {
					m.Problem, all[i] = err.Error(), nil
				}
			}
		})
	}
	for i := range g.Members {
		next <- i
	}
	close(next)
	readers.Wait()
	return all
}
