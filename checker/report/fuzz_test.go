package report

import (
	"bytes"
	"io"
	"testing"

	"socketworkshop/checker/lesson"
)

// FuzzRead reads any text as results. What is taken can be written in every form
// that knows so many students and lessons, and as itself it is read again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"lesson":"lesson01-phone-call","verdict":"pass","seed":7,"build":{"ok":true},"checks":[{"name":"1-x","verdict":"pass"}]}`,
		`{"lesson":"lesson01-phone-call","verdict":"fail","checks":[{"name":"1-x","verdict":"fail","failure":{"mistake":"spins","wire":[{"at":-1,"bytes":"aGVsbG8="}],"differs":{"conn":"a","want":"YQ==","got":""}}}]}`,
		`{"lessons":["lesson01-phone-call"],"students":[{"name":"ann","results":[null]},{"name":"bob"}]}`,
		`{"lessons":["a","b"],"students":[{"name":"ann","results":[{"lesson":"b"}]}]}`, `{"students":[{}]}`, `{"students":3}`, `null`, `{}`, `{"lesson":1}`, ``,
	} {
		f.Add([]byte(seed))
	}
	w, err := lesson.Find(".")
	if err != nil {
		f.Fatal(err)
	}
	lessons, err := w.Lessons()
	if err != nil {
		f.Fatal(err)
	}
	plan, err := NewPlan(lessons, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		g, err := Read(bytes.NewReader(text), "ann")
		if err != nil {
			return
		}
		for _, format := range Formats() {
			_ = Write(io.Discard, format, g, plan) // some know one student alone, or one lesson
		}
		var saved bytes.Buffer
		if err := Write(&saved, "json", g, Plan{}); err != nil {
			t.Fatalf("%q is taken, and cannot be written: %v", text, err)
		}
		again, err := Read(&saved, "ann")
		if err != nil || len(again.Students) != len(g.Students) || len(again.Lessons) != len(g.Lessons) {
			t.Fatalf("%q: got %+v, and written %+v, %v", text, g, again, err)
		}
	})
}
