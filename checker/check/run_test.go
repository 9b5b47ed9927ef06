package check

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"socketworkshop/checker/lesson"
)

func TestTry(t *testing.T) {
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.Lesson(os.Getenv("LESSON"))
	if err != nil {
		t.Skip(err)
	}
	for _, kind := range []string{"wrong", "right"} {
		get := l.Wrong
		if kind == "right" {
			get = l.Right
		}
		all, err := get()
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range all {
			if n := os.Getenv("NAME"); n != "" && n != k.Name {
				continue
			}
			r, err := RunKnown(context.Background(), l, k, Options{Seed: 7})
			if err != nil {
				fmt.Println(k.Name, err)
				continue
			}
			want := ""
			for _, x := range k.Want {
				want += x.Mistake
			}
			fmt.Printf("%s %-28s %-8s %5.2fs want %s\n", kind, k.Name, r.Verdict, r.Seconds, want)
			if !r.Build.OK {
				fmt.Println(r.Build.Output)
			}
			for _, c := range r.Checks {
				if c.Verdict == Fail {
					mark := "  "
					if !strings.Contains(want, c.Failure.Mistake) || c.Failure.Mistake == "" {
						mark = "!!"
					}
					fmt.Printf("   %s %-28s %-22s %s\n", mark, c.Name, c.Failure.Mistake, c.Failure.Message)
				} else if c.Verdict == Unknown {
					fmt.Printf("   ?? %-28s %s\n", c.Name, c.Reason)
				}
			}
		}
	}
}
