package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"socketworkshop/checker/class"
)

// Formats returns the names of the forms that Write knows.
func Formats() []string {
	return []string{"json", "csv", "junit", "class", "gradescope", "classroom50", "check50"}
}

// Write writes what came of a class, or of one learner, in a form. Gradescope,
// Classroom 50 and check50 know one student at a time, and check50 one lesson.
func Write(w io.Writer, format string, g *class.Grading, p Plan) error {
	switch format {
	case "json":
		return json.NewEncoder(w).Encode(g)
	case "csv":
		return writeCSV(w, g, p)
	case "junit":
		return writeJUnit(w, g, p)
	case "class":
		return writeClass(w, g, p)
	case "gradescope":
		return writeGradescope(w, g, p)
	case "classroom50":
		return writeClassroom50(w, g, p)
	case "check50":
		return writeCheck50(w, g, p)
	}
	return CheckFormat(format)
}

// CheckFormat returns an error where there is no form of that name.
func CheckFormat(name string) error {
	if slices.Contains(Formats(), name) {
		return nil
	}
	return fmt.Errorf("there is no report %q: want %s", name, strings.Join(Formats(), ", "))
}
