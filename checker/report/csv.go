package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"socketworkshop/checker/class"
)

// writeCSV writes a row for each student and lesson, with the columns of
// nbgrader's export (nbgrader, plugins/export.py). A score that is not known
// is empty. The weights of lessons and rules for late work are for others.
func writeCSV(w io.Writer, g *class.Grading, p Plan) error {
	c := csv.NewWriter(w)
	_ = c.Write(strings.Split("assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score", ",")) // Error tells
	for _, paper := range p.papers(g) {
		score := ""
		if paper.judged {
			score = fmt.Sprint(paper.score)
		}
		_ = c.Write([]string{paper.lesson, "", "", harmless(paper.student), "", "", "", score, "0", score, fmt.Sprint(paper.most)})
	}
	c.Flush()
	return c.Error()
}

// harmless keeps a spreadsheet from taking a name for a formula.
func harmless(name string) string {
	name = Printable(name)
	if name != "" && strings.ContainsRune("=+-@", rune(name[0])) {
		return "'" + name
	}
	return name
}
