package report

import (
	"testing"

	"socketworkshop/checker/check"
)

// A part so far behind that none of its bytes is kept has no rows.
func TestDumpWithoutBytes(t *testing.T) {
	d := NewDump(check.Part{Size: 600}, 16, 4)
	if len(d.Rows) != 0 || d.After != 600 {
		t.Errorf("a part of 600 bytes, none of them kept: want no rows and 600 more bytes, got %+v", d)
	}
}
