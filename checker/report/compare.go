package report

import (
	"fmt"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
)

// A BesideTable is figures of a student's program beside the reference's.
type BesideTable struct {
	Title string // the wire
	Of    string // what was counted, in words
	Rows  []BesideRow
}

// A BesideRow is one figure of both.
type BesideRow struct {
	Name, Student, Reference string
	Ratio                    string // what the student's is of the reference's, in words, or ""
}

// Beside returns what both programs did on the wire, how fast, and with how much
// memory. It is empty where there is no check that both pass.
func Beside(c *class.Comparison) []BesideTable {
	if len(c.Common) == 0 {
		return nil
	}
	of := fmt.Sprintf("in the %s that both pass", Counted(len(c.Common), "check"))
	return []BesideTable{
		{"the wire", of + ", as the checker saw it; of a reply that is broken off, what came of it", wireRows(c.Student, c.Reference)},
		{"speed and memory", fmt.Sprintf("%s; %s in turn, less is better", of, Counted(c.Rounds, "round")), speedRows(c)},
	}
}

func wireRows(s, r check.Cost) []BesideRow {
	row := func(name string, student, reference int64) BesideRow {
		return BesideRow{name, fmt.Sprint(student), fmt.Sprint(reference), times(student, reference)}
	}
	rows := []BesideRow{
		row("connections", s.Conns, r.Conns),
		row("datagrams", s.Datagrams, r.Datagrams),
		row("bytes to it", s.Said, r.Said),
		row("bytes from it", s.Heard, r.Heard),
		row("pieces to it", s.Writes, r.Writes),
		row("pieces from it", s.Pieces, r.Pieces),
		row("round trips", s.RoundTrips, r.RoundTrips),
	}
	var some []BesideRow
	for _, one := range rows {
		if one.Student != "0" || one.Reference != "0" {
			some = append(some, one)
		}
	}
	return some
}

// times says what n is of m, where they differ.
func times(n, m int64) string {
	if n == m || m == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f of the reference's", float64(n)/float64(m))
}

func speedRows(c *class.Comparison) (rows []BesideRow) {
	for _, r := range c.Speed {
		median, least, most := r.Ratios(1)
		rows = append(rows, BesideRow{
			r.Name, fmt.Sprintf("%.3f %s", r.Median(1), r.Unit), fmt.Sprintf("%.3f %s", r.Median(0), r.Unit),
			fmt.Sprintf("%.2f of the reference's (%.2f to %.2f)", median, least, most),
		})
	}
	if s, r := c.Student.Memory, c.Reference.Memory; s > 0 && r > 0 {
		rows = append(rows, BesideRow{"memory, at most", mebibytes(s), mebibytes(r), times(s, r)})
	}
	return rows
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

// Word says a verdict in words.
func Word(v check.Verdict) string {
	if v == "" {
		return "not run"
	}
	return verdicts[v]
}

// Took says what came of a check, and how long it took.
func Took(o class.Outcome) string {
	if o.Verdict == check.Pass || o.Verdict == check.Fail {
		return fmt.Sprintf("%s in %.2f s", Word(o.Verdict), o.Seconds)
	}
	return Word(o.Verdict)
}

// CodeSummary counts the functions by how they differ.
func CodeSummary(c *class.Comparison) string {
	var parts []string
	for _, kind := range []struct {
		change class.Change
		words  string
	}{
		{class.Same, "the same"}, {class.Reworded, "the same but for names, comments and order"}, {class.Changed, "changed"},
		{class.Missing, "missing"}, {class.Extra, "the student's own"},
	} {
		if n := c.Count(kind.change); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kind.words))
		}
	}
	if len(parts) == 0 {
		return "Neither has a function of its own."
	}
	return "Functions: " + strings.Join(parts, ", ") + "."
}

// ChangeText says how a function differs from the reference's.
func ChangeText(f class.ComparedFunction) string {
	switch f.Change {
	case class.Same:
		return "the same"
	case class.Reworded:
		return "the same but for names, comments and order"
	case class.Missing:
		return "missing"
	case class.Extra:
		return "the student's own"
	}
	text := fmt.Sprintf("changed, %.2f of the syntax tree in common", f.Share)
	if f.Student.Name != f.Reference.Name {
		text += ", called " + f.Student.Name
	}
	return text
}
