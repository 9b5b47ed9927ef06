package language

import (
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	for _, c := range []struct{ flag, all, messages, lang, want string }{
		{"", "", "", "", English},
		{"", "", "", "zh_CN.UTF-8", Chinese},
		{"", "", "", "zh", Chinese},
		{"", "", "", "zh-Hans.UTF-8", Chinese},
		{"", "", "", "zhx_CN", English},
		{"", "", "en_GB.UTF-8", "zh_CN.UTF-8", English},
		{"", "", "zh_TW.UTF-8", "en_GB.UTF-8", Chinese},
		{"", "C", "zh_CN", "zh_CN", English},
		{"", "zh_CN", "C", "C", Chinese},
		{"en", "zh_CN", "", "", English},
		{"zh", "C", "", "", Chinese},
		{"fr", "", "", "", "--lang fr: want en or zh"},
		{"ZH", "", "", "", "--lang ZH: want en or zh"},
	} {
		got, err := Choose(c.flag, func(name string) string {
			return map[string]string{"LC_ALL": c.all, "LC_MESSAGES": c.messages, "LANG": c.lang}[name]
		})
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
}

func TestParse(t *testing.T) {
	const good = "# a comment\n\nmsgid \"a \\\"b\\\" \\\\ c\\nd\"\nmsgstr \"甲\"\n\nmsgid \"%d\"\nmsgstr \"%d\"\n"
	all, err := Parse(good)
	if err != nil || len(all) != 2 || all[0] != (Entry{"a \"b\" \\ c\nd", "甲"}) {
		t.Errorf("Parse is %q, %v", all, err)
	}
	for text, want := range map[string]string{
		"msgstr \"a\"\n":                                 `line 1: got "msgstr \"a\"", want msgid`,
		"msgid \"a\"\nmsgid \"b\"\n":                     "line 2: got",
		"msgid \"a\"\n":                                  "line 1: the last msgid has no msgstr",
		"msgid \"\"\nmsgstr \"a\"\n":                     "line 1: msgid: the text is empty",
		"msgid \"a\"\nmsgstr \"\"\n":                     "line 2: msgstr: the text is empty",
		"msgid \"a\"\nmsgstr \"\\t\"\n":                  "line 2: msgstr: \"\\t\": of escapes only",
		"msgid \"a\"\nmsgstr 'b'\n":                      "line 2: msgstr: got 'b', want a text in quotes",
		"msgctxt \"a\"\n":                                "line 1: got",
		"msgid \"a\"\nmsgstr \"b\"\n\"c\"\n":             "line 3: got",
		strings.Repeat("msgid \"a\"\nmsgstr \"b\"\n", 2): `line 3: "a" stands here a second time`,
	} {
		if _, err := Parse(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

const some = `
msgid "the program"
msgstr "程序"

msgid "it slept"
msgstr "它在休眠"

msgid "%s heard %d of %d bytes; %s"
msgstr "%s 收到了 %[3]d 字节中的 %[2]d 字节；%[4]s"

msgid "%s heard %s"
msgstr "%s 收到了 %s"

msgid "a line %q is missing"
msgstr "缺少一行 %q"

msgid "100%% of all %v"
msgstr "%v 的 100%%"

msgid "One thing is wrong."
msgstr "有一处不对。"

msgid "One thing is wrong. And more."
msgstr "有一处不对，还有。"

msgid "broken:\n%s"
msgstr "坏了：\n%s"
`

func TestIn(t *testing.T) {
	entries, err := Parse(some)
	if err != nil {
		t.Fatal(err)
	}
	c := Catalogue{}.With(entries)
	for _, x := range []struct{ text, want string }{
		{"it slept", "它在休眠"},
		{"  it slept\n", "  它在休眠\n"},
		{"nobody knows this", "nobody knows this"},
		{"", ""},
		{"alice heard 3 of 40 bytes; it slept", "alice 收到了 40 字节中的 3 字节；它在休眠"},
		{"the program heard 3 of 40 bytes; x", "程序收到了 40 字节中的 3 字节；x"},
		{"alice heard x of 40 bytes; it slept", "alice 收到了 x of 40 bytes; it slept"}, // x is no number
		{"alice heard the program", "alice 收到了程序"},
		{`a line "the program" is missing`, `缺少一行 "the program"`}, // others' words
		{"a line the program is missing", "a line the program is missing"},
		{"100% of all it", "it 的 100%"},
		{"One thing is wrong. it slept", "有一处不对。它在休眠"},
		{"One thing is wrong. And more. it slept", "有一处不对，还有。它在休眠"},
		{"One thing is wrong. Who knows", "有一处不对。Who knows"},
		{"the program: it slept", "程序：它在休眠"},
		{"it slept\nx\n  it slept", "它在休眠\nx\n  它在休眠"},
		{"broken:\nx heard y\nz", "坏了：\nx 收到了 y\nz"},
	} {
		if got := c.In(x.text); got != x.want {
			t.Errorf("%q is %q, want %q", x.text, got, x.want)
		}
		if got := (Catalogue{}).In(x.text); got != x.text {
			t.Errorf("in English %q is %q", x.text, got)
		}
	}
	if a, b := c.Sentence("it slept"), c.Sentence("it left"); a != "它在休眠。" || b != "it left." {
		t.Errorf("the sentences are %q and %q", a, b)
	}
	if got := c.Sprintf("  %s heard %s\n", "the program", "x"); got != "  the program 收到了 x\n" {
		t.Errorf("Sprintf is %q", got)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text string
		at   int
		want string
	}{
		{"one two three", 7, "one two|three"},
		{"one two three", 8, "one two|three"},
		{"a verylongword b", 5, "a|verylongword|b"},
		{"程序没有读取", 6, "程序没|有读取"},
		{"程序没，有读取", 6, "程序|没，有|读取"},
		{"读到（全部）了", 6, "读到|（全|部）了"},
		{"程序 read 了 4 字节", 8, "程序|read 了|4 字节"},
		{"", 5, ""},
	} {
		if got := strings.Join(Wrap(c.text, c.at), "|"); got != c.want {
			t.Errorf("%q at %d is %q, want %q", c.text, c.at, got, c.want)
		}
	}
	if n := Columns("线路 a→"); n != 7 {
		t.Errorf("it takes %d columns, want 7", n)
	}
	if got := Pad("线路", 6); got != "线路  " {
		t.Errorf("padded it is %q", got)
	}
}
