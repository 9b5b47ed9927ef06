package tutor

import "testing"

func TestRoomFor(t *testing.T) {
	whole := Ruler()[len(rulerHead):]
	for reply, want := range map[string]int{
		"":           0,
		whole + "\n": 0, // all was read
		whole[:59] + "\nsh: 1: 0064: not found\n": 64,
		whole[:59]:              0, // the reply itself is cut
		whole[:60] + "\n":       0, // no size that people give to buffers
		"sh: 1: Syntax error\n": 0,
	} {
		if got := RoomFor([]byte(reply)); got != want {
			t.Errorf("%.80q: got %d, want %d", reply, got, want)
		}
	}
}

func TestWaitsFirst(t *testing.T) {
	const head = "package main\nimport (\"io\"; e \"os/exec\"; \"sync\")\nfunc run() {\ncmd := e.Command(\"ls\")\np, _ := cmd.StdoutPipe()\n"
	for body, want := range map[string]bool{
		"cmd.Start()\ncmd.Wait()\nio.ReadAll(p)\n}":                                  true,
		"cmd.Start()\nio.ReadAll(p)\ncmd.Wait()\n}":                                  false,
		"var w sync.WaitGroup\nw.Wait()\ncmd.Start()\nio.ReadAll(p)\ncmd.Wait()\n}":  false, // another Wait
		"cmd.Start()\ngo func() { io.ReadAll(p) }()\ncmd.Wait()\n}":                  false,
		"cmd.Start()\nif err := cmd.Wait(); err != nil { return }\nio.ReadAll(p)\n}": true,
	} {
		if got := list(map[string]string{"a.go": head + body}).waitsFirst(); got != want {
			t.Errorf("%s: got %v, want %v", body, got, want)
		}
	}
}
