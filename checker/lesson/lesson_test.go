package lesson

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestLessonByName(t *testing.T) {
	w, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"1": "lesson01-phone-call", "02": "lesson02-call-loop", "lesson1": "lesson01-phone-call",
		"lesson02": "lesson02-call-loop", "lesson02-call-loop": "lesson02-call-loop",
		"work/lesson01-phone-call/": "lesson01-phone-call",
	} {
		if l, err := w.Lesson(name); err != nil || l.Name != want {
			t.Errorf("Lesson(%q) = %q, %v; want %q", name, l.Name, err, want)
		}
	}
	for name, nearest := range map[string]string{"lesson0l": "lesson01", "phone": "lesson01", "cal-loop": "lesson02", "": ""} {
		_, err := w.Lesson(name)
		var unknown *UnknownError
		if !errors.As(err, &unknown) || unknown.Nearest != nearest {
			t.Errorf("Lesson(%q): %v; want the nearest to be %q", name, err, nearest)
		}
	}
}

func TestFindOutside(t *testing.T) {
	if w, err := Find(t.TempDir()); err == nil {
		t.Errorf("Find outside the workshop = %v, want an error", w)
	}
}

func TestWorkFolder(t *testing.T) {
	w, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.Lesson("1")
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	inside := filepath.Join(work, l.Name)
	if dir, err := l.WorkFolder(work); err != nil || dir != inside {
		t.Errorf("WorkFolder of an empty folder = %q, %v; want %q", dir, err, inside)
	}
	if IsWork(work) || IsWork(w.Root) {
		t.Error("IsWork before Begin, or of the workshop itself; want false")
	}
	if made, err := l.Begin(inside); err != nil || !made {
		t.Fatalf("Begin = %v, %v; want it made", made, err)
	}
	if made, err := l.Begin(inside); err != nil || made {
		t.Errorf("Begin again = %v, %v; want nothing made", made, err)
	}
	if !IsWork(work) {
		t.Error("IsWork after Begin is false")
	}
	if dir, err := l.WorkFolder(inside); err != nil || dir != inside {
		t.Errorf("WorkFolder of a copy = %q, %v; want %q", dir, err, inside)
	}
	left, err := os.ReadDir(work)
	if err != nil || len(left) != 2 {
		t.Errorf("beside the copy lie %v, %v; want go.mod and nothing else", left, err)
	}
}

func TestProgress(t *testing.T) {
	work := t.TempDir()
	p, err := ReadProgress(work)
	if err != nil {
		t.Fatal(err)
	}
	first := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, now := range []time.Time{first, first.Add(time.Hour)} {
		p.Pass("lesson01-phone-call", now)
		if err := p.Save(); err != nil {
			t.Fatal(err)
		}
	}
	again, err := ReadProgress(work)
	if err != nil || !again.Passed["lesson01-phone-call"].Equal(first) {
		t.Errorf("read again: %v, %v; want the first pass at %v", again.Passed, err, first)
	}
	if err := os.WriteFile(filepath.Join(work, ".checker", "progress.json"), []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadProgress(work); err == nil {
		t.Error("a file that cannot be understood gives no error")
	}
}
