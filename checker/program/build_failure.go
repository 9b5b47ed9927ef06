package program

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

var (
	position    = regexp.MustCompile(`(?m)^(?:\./)?[^\s:]+\.go:\d+`)
	machineSays = regexp.MustCompile(`(?i)no space left on device|permission denied|read-only file system|too many open files|cannot allocate memory`)
)

// buildFailure tells the learner's errors from the machine's.
func buildFailure(output string, err error) error {
	var exit *exec.ExitError
	errors.As(err, &exit)
	if what := tooMuch(output, exit); what != "" {
		return &BuildError{Output: what}
	}
	output = machineSays.ReplaceAllStringFunc(output, strings.ToLower) // cp begins with a capital
	text := cleanBuildOutput(output)
	if unfound(output) {
		return fmt.Errorf("the go command cannot use its cache, which GOCACHE names: %w\n%s", err, text)
	}
	fault := position.MatchString(text) || strings.Contains(output, "command-line-arguments")
	if exit == nil || machineSays.MatchString(output) || !fault {
		return fmt.Errorf("the build could not be done: %w\n%s", err, text)
	}
	return &BuildError{Output: text}
}

var notInStd = regexp.MustCompile(`package \S+ is not in std \((.+)\)`)

// unfound reports whether a package of the standard library is there and the go
// command does not find it. That is so where it cannot write its index of them.
func unfound(output string) bool {
	said := notInStd.FindStringSubmatch(output)
	if said == nil {
		return false
	}
	_, err := os.Stat(said[1])
	return err == nil
}

// tooMuch says what there is too much of where a build needs more than it may
// take, and "" otherwise. The tools speak of no line then.
func tooMuch(output string, exit *exec.ExitError) string {
	const complicated = "some part of the program is far too complicated"
	switch {
	case exit == nil:
	case strings.Contains(output, "file too large"):
		return fmt.Sprintf("the program would be larger than %d MiB: is there a huge array with a value in it?", buildFile>>20)
	case strings.Contains(output, "runtime: out of memory"):
		return fmt.Sprintf("the compiler needs more than %d GiB of memory: %s", buildMemory>>30, complicated)
	case strings.Contains(output, "signal: killed") && exit.UserTime()+exit.SystemTime() > buildCPU*time.Second*3/4:
		return fmt.Sprintf("the compiler was not done after %d s of work: %s", buildCPU, complicated)
	}
	return ""
}

// cleanBuildOutput leaves the lines about the learner's files.
func cleanBuildOutput(output string) string {
	var lines []string
	for line := range strings.Lines(output) {
		line = strings.TrimPrefix(strings.TrimRight(line, "\r\n"), "./")
		if strings.TrimSpace(line) != "# command-line-arguments" {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// limitedText keeps the first 64 KiB of what is written to it.
type limitedText struct{ text []byte }

func (t *limitedText) Write(p []byte) (int, error) {
	if room := 64<<10 - len(t.text); room > 0 {
		t.text = append(t.text, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

func (t *limitedText) String() string { return string(t.text) }
