package check

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// A structRow is a row of testdata/struct/answers.tsv: what Python's struct
// says to some words.
type structRow struct {
	kind   string
	words  []string
	lines  []string // nil where it refuses
	saying string   // what standard error must say then: words with blanks between, or a sentence in quotes
}

// structRows reads the table, which lies beside the lessons.
func structRows(file string) ([]structRow, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all []structRow
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 4 {
			return nil, fmt.Errorf("%s: a row of %d fields, want 4: %q", file, len(f), line)
		}
		r := structRow{kind: f[0], saying: f[3]}
		if err := json.Unmarshal([]byte(f[1]), &r.words); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", file, f[1], err)
		}
		if err := json.Unmarshal([]byte(f[2]), &r.lines); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", file, f[2], err)
		}
		all = append(all, r)
	}
	return all, nil
}

// A structTable is the rows of the table, read once for all checks of a run.
type structTable struct {
	once sync.Once
	rows []structRow // must not be changed
	err  error
}

func (t *structTable) of(file string) ([]structRow, error) {
	t.once.Do(func() {
		t.rows, t.err = structRows(file)
		t.rows = slices.DeleteFunc(t.rows, structRow.foreign)
	})
	return t.rows, t.err
}

// structs draws rows of each kind from the table and gives their words to the
// program.
func (s *script) structs(args []string) {
	if len(args)%2 != 0 {
		s.misuse("structs %s: want kinds and numbers", strings.Join(args, " "))
	}
	rows, err := s.gate.table.of(filepath.Join(filepath.Dir(s.check.File), "..", "..", "..", "testdata", "struct", "answers.tsv"))
	if err != nil {
		s.unknown("the table of right answers: %v", err)
	}
	for pair := range slices.Chunk(args, 2) {
		n, err := strconv.Atoi(pair[1])
		if err != nil {
			s.misuse("structs %s: want a number", pair[1])
		}
		for _, r := range s.drawRows(rows, pair[0], n) {
			s.askStruct(r, rows)
		}
	}
}

// foreign reports whether the answer holds on another kind of machine: native
// formats are those of 64-bit Unix with the lowest byte first.
func (r structRow) foreign() bool {
	native := !strings.ContainsAny(r.words[1][:1], "<>!")
	same := strconv.IntSize == 64 && runtime.GOOS != "windows" && binary.NativeEndian.Uint16([]byte{1, 0}) == 1
	return native && !same
}

// drawRows returns n random rows of a kind, the shortest first: they explain
// best what is wrong. It returns n of each group.
func (s *script) drawRows(rows []structRow, kind string, n int) []structRow {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r structRow) bool { return r.kind != kind })
	if len(rows) == 0 {
		s.stop(Skip, Needs+"a machine with the native formats of 64-bit Unix")
	}
	s.random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	drawn := map[string]int{}
	rows = slices.DeleteFunc(rows, func(r structRow) bool {
		drawn[r.group()]++
		return drawn[r.group()] > n
	})
	length := func(r structRow) int { return len(strings.Join(r.words, " ")) }
	slices.SortStableFunc(rows, func(a, b structRow) int { return length(a) - length(b) })
	return rows
}

// group returns what tells rows of one kind apart that find other mistakes.
func (r structRow) group() string {
	format := r.words[1]
	switch {
	case strings.HasSuffix(r.kind, "-all"), r.kind == "refuse-format":
		return format
	case strings.HasSuffix(r.kind, "-each"):
		return strings.Join(r.words, " ")
	case strings.HasSuffix(r.kind, "-long"):
		return format[:len(format)-len(strings.TrimLeft(format, "@=<>!"))]
	case r.kind == "refuse-low", r.kind == "refuse-high":
		return r.saying
	case r.kind == "refuse-bytes":
		var want, got int
		_, _ = fmt.Sscan(r.saying, &want, &got) // the table is tested
		return fmt.Sprint(got < want)
	}
	return ""
}

// shorter asks for less than a row that was answered wrongly, and fails where
// that shows what is wrong.
func (s *script) shorter(r structRow, rows []structRow) (asked bool) {
	if short, long := strings.CutSuffix(r.kind, "-long"); long {
		for _, other := range s.drawRows(rows, short, shorterRows) {
			s.askStruct(other, rows)
		}
		return true
	}
	return s.alone(r, rows)
}

const shorterRows = 60 // short rows of a kind that are tried when a long one is answered wrongly

// alone asks for the numbers of a row one by one: a number by itself shows best
// what is wrong with it. The table has them in front of the row. It reports
// whether it has asked.
func (s *script) alone(r structRow, rows []structRow) bool {
	single, all := strings.CutSuffix(r.kind, "-all")
	if !all {
		return false
	}
	at := slices.IndexFunc(rows, func(other structRow) bool { return slices.Equal(other.words, r.words) })
	for _, other := range rows[max(at-singles, 0):at] {
		if other.kind == single+"-one" {
			s.askStruct(other, rows)
		}
	}
	return true
}

// singles is how many rows before one of a kind that ends with -all hold its
// numbers alone, and those of its counterpart.
const singles = 41

// runWith starts the program with these words, and waits for it to end.
func (s *script) runWith(words []string) program.Status {
	p, err := s.binary.Start(program.Options{Args: words, Dir: s.dir, Notify: s.bell.ring})
	if err != nil {
		s.unknown("the program cannot be started: %v", err)
	}
	if s.prog != nil {
		s.prog.Stop()
	}
	s.prog, s.role, s.running = p, "run", []*program.Process{p}
	over := false
	o := s.await(func() bool { _, over = p.Status(); return over })
	if !over {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotExited}, "the program did not end when it was started with %s; it %s", strings.Join(quoted(words), " "), s.doing(o))
	}
	status, _ := p.Status()
	return status
}
