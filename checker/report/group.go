package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"socketworkshop/checker/class"
)

// HowGrouped says in words what makes programs one group.
func HowGrouped(m class.Measures) string {
	return fmt.Sprintf("Names, comments, layout, the values of literals, and the order of what is independent do not count. "+
		"Programs that differ in little are joined, from %.2f of their syntax trees in common (pq-grams).", m.Near)
}

// HowAlike says in words what likeness is, and what it is not.
func HowAlike(g *class.Grouping) []string {
	m := g.Measures
	all := []string{
		"A likeness shows where to look, and nothing else. It has innocent reasons: the same text was read, the same example followed, a problem solved together, and many things can be written well in one way only.",
		fmt.Sprintf("Compared are fingerprints of %d tokens (winnowing, windows of %d): whatever %d tokens in a row two programs share is found. Names do not count. What the skeleton and the solution hold is left out, and what more than %d programs and more than %.0f %% of them hold (%d fingerprints). A pair is listed from %d shared fingerprints on; its likeness is their part in both programs.",
			m.Gram, m.Window, m.Guarantee, m.AtLeast, 100*m.Common, m.Commons, m.Least),
	}
	return all
}

// HowMany says how many are in a group: "3 students write it like this:".
func HowMany(g class.Group) string {
	text := Counted(g.Size(), "student")
	switch {
	case g.Source == nil:
		return text + ":"
	case g.Size() == 1:
		return text + " writes it like this:"
	}
	return text + " write it like this:"
}

// Counted writes a number and the word for what is counted.
func Counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// LikeWhat says which program of the lesson's a group is like, or "".
func LikeWhat(g class.Group) string {
	switch g.As {
	case class.AsSolution:
		return "as the solution"
	case class.NearSolution:
		return "nearly as the solution"
	case class.AsSkeleton:
		return "as it was given, not written yet"
	}
	return ""
}

// Shortened returns the first lines of a text, and says how many are missing.
func Shortened(text string, lines int) string {
	all := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	if len(all) <= lines {
		return text
	}
	return fmt.Sprintf("%s... %d lines more\n", strings.Join(all[:lines], ""), len(all)-lines)
}

// GroupCSV writes a line for each student, and behind them one for each pair, as
// RFC 4180 has it. The first field says which it is. The errors are those of w.
func GroupCSV(w io.Writer, g *class.Grouping) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"kind", "student", "with", "group", "likeness", "shared", "longest", "lines", "with_lines", "problem"}}
	for _, m := range g.Members {
		group := ""
		if m.Group > 0 {
			group = strconv.Itoa(m.Group)
		}
		rows = append(rows, []string{"student", asText(m.Title()), "", group, "", "", "", "", "", asText(m.Problem)})
	}
	for _, p := range g.Pairs {
		m := p.Matches[0]
		rows = append(rows, []string{
			"pair", asText(p.A), asText(p.TitleB()), "", fmt.Sprintf("%.2f", p.Share), strconv.Itoa(p.Shared),
			strconv.Itoa(p.Longest), asText(m.A.String()), asText(m.B.String()), "",
		})
	}
	return out.WriteAll(rows)
}

// asText makes a text that a spreadsheet takes as text: what begins as a formula
// does is quoted.
func asText(text string) string {
	text = Printable(text)
	if text != "" && strings.ContainsRune("=+-@\t", rune(text[0])) {
		return "'" + text
	}
	return text
}
