package check

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Where the reply to pwd, du or stat tells what was asked for is the program's
// choice: in a field of the header, or in the body, which may be an object, a
// list with one, or what was asked for alone.

// told returns a field of the header or of the body. Where there is neither, it
// is what the whole body says.
func (a response) told(names ...string) string {
	for _, fields := range []map[string]any{a.fields, a.object()} {
		for _, name := range names {
			switch value := fields[name].(type) {
			case string:
				return value
			case json.Number:
				return value.String()
			}
		}
	}
	var text string
	if json.Unmarshal(a.body, &text) == nil {
		return text
	}
	return strings.TrimSpace(string(a.body))
}

// object is the object that the body is, or the only one in the list.
func (a response) object() map[string]any {
	body := strings.TrimSpace(string(a.body))
	if inner, ok := strings.CutPrefix(body, "["); ok {
		body = strings.TrimSuffix(inner, "]")
	}
	fields, err := readFields([]byte(body))
	if err != nil {
		return nil
	}
	return fields
}

// folder is the folder that a reply to pwd tells of.
func (a response) folder() string { return a.told("path", "cwd", "dir", "pwd") }

// total is the number of bytes that a reply to du tells of.
func (a response) total(names ...string) (n int64, ok bool) {
	n, err := strconv.ParseInt(a.told(names...), 10, 64)
	return n, err == nil
}
