package check

import (
	"encoding/json"
	"os"
)

// A Kept is a result as a file keeps it.
type Kept struct {
	Key    string  `json:"key"` // of all that the result depends on
	Result *Result `json:"result"`
}

// ReadKept returns the result that a file keeps under a key, or nil.
func ReadKept(file, key string) *Result {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return KeptIn(text, key)
}

// KeptIn returns the result that a file's text keeps under a key, or nil.
func KeptIn(text []byte, key string) *Result {
	var k Kept
	if json.Unmarshal(text, &k) != nil || k.Key != key || k.Result == nil || k.Result.Sound() != nil {
		return nil
	}
	return k.Result
}
