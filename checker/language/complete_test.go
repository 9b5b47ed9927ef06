package language

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// told are the functions that put a text before a person, and as which argument
// they take it.
var told = map[string]int{
	"fail": 1, "failOn": 2, "stop": 1, "unknown": 0, "tooLate": 0, "slowedWrongly": 1, "accuse": 2, "noMessage": 3, "notAsAgreed": 2, "found": 2, "tell": 1, "readSource": 2, "look": 0, // of check
	"Note": 2, "note": 2, "see": 2, "breakOff": 1, // of wire
	"shown": 2, "tried": 2, "made": 2, // of tutor
	"say": 0, "In": 0, "Sentence": 0, "Sprintf": 0, "section": 0, // of main and report
}

// matched are the functions that only look for a text, or that read one, and those
// that take what is no sentence.
var matched = regexp.MustCompile(`^(misuse|Contains|HasPrefix|HasSuffix|Cut|CutPrefix|CutSuffix|Index|TrimPrefix|MustCompile|Noted|noted|notedOn|hasLine|Fatalf|Find|` +
	`failsWith|crowdedAt|[a-z]*Var[P]?|post|inTime|look|Join|fmt\.Sscanf|fmt\.F.*|fmt\.Errorf|errors\.New|writeNew|shown|tried|mac|is|one|clue|kind|made|onFiles)$`)

// inside are the fields whose texts stay inside the checker.
var inside = []string{"Needs", "Mistake", "Matches", "const"}

// A room is a package whose texts reach people.
type room struct {
	dir     string
	not     string // files and functions whose texts are for those who write lessons
	prose   bool   // every text of several words is for people, wherever it stands
	errors  bool   // so are its errors
	entries string // the file of its entries
}

var rooms = []room{
	{"check", `^((lint|prove|matrix|sweep|soak|known|mutants?)[._a-z]*|word|word_handshake|word_homes|word_packet)\.go$`, true, false, "checks"},
	{"wire", `^pcap`, false, false, "checks"},
	{"tutor", `^(evidence|rule|source)\.go`, true, false, "rules"},
	{".", `^(lint|sweep|help|grade|grade_\w+|compare|group|reportcommand|reportflag)\.go`, false, true, "command"},
	{"report", `^(check50|class\w*|compare\w*|csv|format|gradescope|group\w*|junit|merge|plan|text)\.go`, true, false, "command"}, // the others are of a class
}

// optional are texts of packages whose errors people may read.
var optional = []string{"lesson", "program", "class", "language"}

// composed are texts that the code puts together of others, so that no place says
// them as a whole, and what libraries say that read the command line.
var composed = []string{
	"1 caller", "%d callers", "1 round", "%d rounds", "1 descriptor", "%d descriptors", "1 line", "%d lines", "1 datagram", "%d datagrams", "1 segment", "%d segments",
	"1 segment for %d bytes", "%d segments for %d bytes",
	"your call", "your serve", "their call", "their serve", "the reference's call", "the reference's serve",
	"your call and the reference's serve", "the reference's call and your serve", "your call and their serve", "their call and your serve",
	"I sent a letter, and nothing came.", "I sent a letter, and then the answer came.", "I sent a letter, and it broke off.", "I sent a letter, and it hung up.", "I sent a letter, and something else came.",
	"I sent a newline, and nothing came.", "I sent a newline, and then the answer came.",
	"I sent a newline, and it broke off.", "I sent a newline, and it hung up.", "I sent a newline, and something else came.",
	"I sent 4096 bytes more, and nothing came.", "I sent 4096 bytes more, and then the answer came.",
	"I sent 4096 bytes more, and it broke off.", "I sent 4096 bytes more, and it hung up.", "I sent 4096 bytes more, and something else came.",
	"I said no more (half-close), and nothing came.", "I said no more (half-close), and then the answer came.",
	"I said no more (half-close), and it broke off.", "I said no more (half-close), and it hung up.", "I said no more (half-close), and something else came.",
	"the program (%s)", "the caller (%s)", "the server (%s)",
	"sends an empty datagram to %s", "sends an empty datagram from %s",
	"unknown flag: %s", "unknown shorthand flag: %q in %s", "flag needs an argument: %s", "invalid argument %q for %q flag: %v",
	"flag provided but not defined: %s", "invalid value %q for flag %s: %v",
}

// unsaid are texts that no person reads: names, and what is looked for in others.
var unsaid = []string{
	"not written yet: step", "answer to quit", "end of input", "Client Key", "Server Key", "the reference's", "sends an empty datagram %s",
	"I sent a letter", "I sent a newline", "I sent 4096 bytes more", "I said no more (half-close)", ", and nothing came.", ", and then the answer came.", ", and it broke off.", ", and it hung up.", ", and something else came.",
	"file already closed", "too large", "too long", "too big", "killed after", "while [ $n -lt", "out of memory", "cannot allocate", "heap out of", "array buffer allocation failed", `the value of "size" is out of range`, "memory allocation of", "connection reset by peer", "broken pipe", "missing port in address",
	"too many colons in address", "no suitable address", "unknown network", "timed out", "no reply", "invalid character", "invalid byte sequence in utf-8", "did not contain valid utf-8",
	"ethernet dst %v src %v type 0x0800", "ipv4 src %v dst %v ttl %d proto 6", "tcp sport %d dport %d seq %d flags %s",
	`{"status":"error","code":"auth","message":"login refused"}`, "given up", "the file has changed", `umask %s && exec "$@"`,
	"opens a socket", "lost on the way", "held back", "cannot dial",
	"M %d %d l 10 10 m 0 -10 l -10 10", "M %d %d v 12 m %d -12 v 12", "M %d %d L %d %d L %d %d",
}

func hasWords(id string) bool {
	words := 0
	for _, word := range strings.Fields(verb.ReplaceAllString(id, "")) {
		if strings.ContainsFunc(word, unicode.IsLetter) {
			words++
		}
	}
	return words > 1
}

// needed reports whether a person can come to read a text.
func (r room) needed(x text) bool {
	if slices.Contains(unsaid, x.id) || r.not != "" && regexp.MustCompile(r.not).MatchString(filepath.Base(x.place.Filename)) {
		return false
	}
	letters := strings.ContainsFunc(verb.ReplaceAllString(x.id, ""), unicode.IsLetter)
	arg, ok := told[x.call]
	switch {
	case ok && arg == x.arg:
		return letters
	case x.call == "" && (x.key == "Say" || x.key == "Told"):
		return letters
	case r.errors && (x.call == "fmt.Errorf" || x.call == "errors.New"):
		return hasWords(x.id)
	}
	return r.prose && !x.named && hasWords(x.id) && !matched.MatchString(x.call) && !slices.Contains(inside, x.key)
}

// entriesOf returns the entries of a file by their English text, nil where there
// is no such file.
func entriesOf(t *testing.T, name string) map[string]string {
	t.Helper()
	po, err := os.ReadFile(filepath.Join("zh-CN", name+".po"))
	if os.IsNotExist(err) {
		t.Errorf("zh-CN/%s.po is not there", name)
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	all, err := Parse(string(po))
	if err != nil {
		t.Fatalf("zh-CN/%s.po: %v", name, err)
	}
	entries := map[string]string{}
	for _, e := range all {
		entries[e.ID] = e.Text
	}
	return entries
}

// TestChineseIsComplete holds the entries against what the code says: each text
// that a person can read has one, in the file of its room or in another.
func TestChineseIsComplete(t *testing.T) {
	entries := map[string]bool{}
	for _, name := range []string{"checks", "command", "rules"} {
		for id := range entriesOf(t, name) {
			entries[id] = true
		}
	}
	missing := map[string]bool{}
	for _, r := range rooms {
		for _, x := range textsOf(t, filepath.Join("..", r.dir)) {
			if !r.needed(x) || missing[x.id] {
				continue
			}
			missing[x.id] = true
			for _, line := range linesOf(entries, x.id) {
				t.Errorf("zh-CN/%s.po has no entry for %q of %s:%d", r.entries, line, x.place.Filename, x.place.Line)
			}
		}
	}
}

// linesOf returns the lines of a text that have no entry, unless it has one as a
// whole.
func linesOf(entries map[string]bool, id string) (missing []string) {
	if entries[id] {
		return nil
	}
	for _, line := range strings.Split(id, "\n") {
		line = strings.TrimSpace(line)
		if strings.ContainsFunc(verb.ReplaceAllString(line, ""), unicode.IsLetter) && !entries[line] {
			missing = append(missing, line)
		}
	}
	return missing
}

// TestChineseHasNothingDead looks for entries of what no code says any more.
func TestChineseHasNothingDead(t *testing.T) {
	said := map[string]bool{}
	for _, id := range composed {
		said[id] = true
	}
	dirs := slices.Clone(optional)
	for _, r := range rooms {
		dirs = append(dirs, r.dir)
	}
	for _, dir := range dirs {
		for _, x := range textsOf(t, filepath.Join("..", dir)) {
			said[x.id] = true
			for _, line := range strings.Split(x.id, "\n") {
				said[strings.TrimSpace(line)] = true
			}
		}
	}
	for _, name := range []string{"page.html", "parts.html"} {
		page, err := os.ReadFile(filepath.Join("../report", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:in|sentence) \(?(?:printf )?"([^"]+)"`).FindAllStringSubmatch(string(page), -1) {
			said[m[1]] = true
		}
	}
	for _, name := range []string{"checks", "command", "rules"} {
		for id := range entriesOf(t, name) {
			if !said[id] {
				t.Errorf("zh-CN/%s.po: nothing says %q", name, id)
			}
		}
	}
}

// TestChineseHasTheVerbs wants every translation to have the verbs of its text,
// flags and all, each once.
func TestChineseHasTheVerbs(t *testing.T) {
	for _, name := range []string{"checks", "command", "rules"} {
		for id, text := range entriesOf(t, name) {
			if got, want := verbList(text), verbList(id); !slices.Equal(got, want) {
				t.Errorf("zh-CN/%s.po: %q has the verbs %q; want %q", name, text, got, want)
			}
		}
	}
}

var index = regexp.MustCompile(`\[(\d+)\]`)

// verbList returns the verbs of a text in the order of their arguments.
func verbList(text string) []string {
	all := make([]string, len(verbs(text)))
	next := 0
	for _, at := range verbs(text) {
		v := text[at[0]:at[1]]
		if m := index.FindStringSubmatch(v); m != nil {
			next = int(m[1][0]-'0') - 1
		}
		if next < 0 || next >= len(all) {
			return []string{v + " of no argument"}
		}
		all[next] += index.ReplaceAllString(v, "")
		next++
	}
	return all
}
