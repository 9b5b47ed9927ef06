package check

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"socketworkshop/checker/program"
)

// TestKilledInMidFile kills the server or the caller of lesson14 again and
// again at random moments, while a file comes over one that is there: the name
// must always have the old file or the new one, and the next server must leave
// no temporary file.
func TestKilledInMidFile(t *testing.T) {
	rounds := 200
	if testing.Short() {
		rounds = 20
	}
	_, binary := fileLesson(t)
	theirs, mine := t.TempDir(), t.TempDir()
	k := &killing{t: t, binary: binary, theirs: theirs, mine: mine, old: noise(500_000)}
	write(t, filepath.Join(theirs, "file"), k.old)
	k.server, k.addr = serveFiles(t, binary, theirs)
	defer func() { k.server.Stop() }()
	for i := range rounds {
		k.round(i)
		if t.Failed() {
			t.Fatalf("in round %d", i+1)
		}
	}
	t.Logf("%d rounds: %d ended with the new file; %d temporary files were left by a killed server, and tidied up", rounds, k.arrived, k.left)
	if k.left == 0 || k.arrived == rounds {
		t.Error("no round was stopped in mid-file: they show nothing")
	}
}

type killing struct {
	t             *testing.T
	binary        program.Binary
	theirs, mine  string // the folders of server and caller
	server        *program.Process
	addr          string
	old           []byte // what the name has now
	late          []byte // what a killed caller had said, and the server may still be about to read; or nil
	arrived, left int
}

// round puts a file, and kills the server or the caller when a random part of
// the file has come, or, every fourth time, at some moment.
func (k *killing) round(i int) {
	fresh := noise(1 + rand.IntN(4_000_000))
	write(k.t, filepath.Join(k.mine, "file"), fresh)
	caller := exec.Command(k.binary.Command[0], "call", "-addr", k.addr, "-dir", k.mine)
	caller.Stdin = strings.NewReader("put file\n")
	if err := caller.Start(); err != nil {
		k.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- caller.Wait() }()
	k.wait(i, len(fresh), ended)
	if i%2 == 0 {
		_ = k.server.Signal(syscall.SIGKILL) // it runs
		<-k.server.Exited()
		k.left += len(names(k.t, k.theirs)) - 1
		k.look(fresh)
		k.server.Stop()
		k.server, k.addr = serveFiles(k.t, k.binary, k.theirs)
	} else {
		_ = caller.Process.Kill() // it may have ended
	}
	<-ended
	eventually(k.t, "the folder is tidy", func() bool { return slices.Equal(names(k.t, k.theirs), []string{"file"}) })
	k.look(fresh)
	if k.late = nil; i%2 == 1 && !bytes.Equal(k.old, fresh) {
		k.late = fresh // all of it may lie in the server's socket
	}
}

// wait returns at the moment for the kill.
func (k *killing) wait(i, size int, ended chan error) {
	moment := time.After(time.Duration(rand.IntN(20_000)) * time.Microsecond)
	part := int64(rand.IntN(size))
	for end := time.After(filesLimit); ; {
		select {
		case err := <-ended:
			ended <- err
			return
		case <-moment:
			if i%4 > 1 {
				return
			}
		case <-end:
			k.t.Fatal("nothing comes")
		default:
		}
		if i%4 < 2 && k.came() > part {
			return
		}
	}
}

// came returns how many bytes of the new file the server has.
func (k *killing) came() int64 {
	for _, name := range names(k.t, k.theirs) {
		if info, err := os.Stat(filepath.Join(k.theirs, name)); name != "file" && err == nil {
			return info.Size()
		}
	}
	return -1
}

// look holds the file against the old and the new one.
func (k *killing) look(fresh []byte) {
	got, err := os.ReadFile(filepath.Join(k.theirs, "file"))
	switch {
	case err != nil:
		k.t.Error(err)
	case bytes.Equal(got, k.old):
	case bytes.Equal(got, fresh):
		k.old, k.arrived = fresh, k.arrived+1
	case k.late != nil && bytes.Equal(got, k.late):
		k.old = k.late
	default:
		k.t.Errorf("the file has %d bytes, and is neither the old one (%d) nor the new one (%d)", len(got), len(k.old), len(fresh))
	}
}
