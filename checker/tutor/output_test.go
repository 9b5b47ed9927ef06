package tutor

import (
	"strings"
	"testing"
)

// TestFormatted tells a text that was printed as a format from others.
func TestFormatted(t *testing.T) {
	const want = "ONE\nreply 100% %d %s\nTWO\n"
	for got, formatted := range map[string]bool{
		want:                                    false,
		"ONE\nreply 100%d  TWO\n":               true,  // printf, with nothing for %s
		"ONE\nreply 100%d reply 100% %d %s\n":   true,  // and with the text itself
		"ONE\nreply 100\n":                      true,  // printf has given up
		"ONE\nreply 1\n":                        false, // it is cut elsewhere
		"ONE\nTWO\n":                            false,
		"ONE\n> reply 100% %d %s\nTWO\n":        false,
		"ONE\nreply 100%% %%d %%s\nTWO\n":       false,
		"ONE\nreply 100% %d %s and more\nTWO\n": false,
	} {
		if e := (&Evidence{Want: []byte(want), Got: []byte(got)}); e.formatted() != formatted {
			t.Errorf("%q: formatted is %v", got, !formatted)
		}
	}
	full := strings.Repeat("a", 64)
	if e := (&Evidence{Want: []byte(full + "%d"), Got: []byte(full)}); e.formatted() {
		t.Error("a buffer that is full is taken for a format")
	}
}
