package check

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

const filesLimit = 30 * time.Second // for what takes milliseconds on a machine with nothing else to do

// fileLesson returns the workshop, and lesson14's solution, built.
func fileLesson(t *testing.T) (lesson.Workshop, program.Binary) {
	t.Helper()
	w, _ := workshop(t)
	return w, solution(t, "lesson14")
}

// serveFiles starts a server for a folder and returns it with its address.
func serveFiles(t *testing.T, binary program.Binary, dir string, flags ...string) (*program.Process, string) {
	t.Helper()
	return startServer(t, binary, append([]string{"-dir", dir}, flags...)...)
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(filesLimit); !ok(); <-time.After(100 * time.Microsecond) {
		if time.Now().After(end) {
			t.Fatalf("still waiting: %s", what)
		}
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
}

func noise(n int) []byte {
	var seed [32]byte
	for i := range seed {
		seed[i] = byte(rand.Uint32())
	}
	b := make([]byte, n)
	_, _ = rand.NewChaCha8(seed).Read(b) // it never fails
	return b
}

// names lists a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// TestTutorialFiles lets the classic tutorial's caller, which never reads a
// reply, upload to our server, and our caller upload to its server, which never
// replies.
func TestTutorialFiles(t *testing.T) {
	python := python3(t)
	w, binary := fileLesson(t)
	script := filepath.Join(w.Root, "testdata", "peers", "lesson14.py")
	files := map[string][]byte{"empty": {}, "one": noise(1), "lines.txt": []byte("one\ntwo\n你好\n"), "large": noise(3_000_000)}
	mine := t.TempDir()
	var paths []string
	for name, content := range files {
		write(t, filepath.Join(mine, name), content)
		paths = append(paths, filepath.Join(mine, name))
	}
	t.Run("caller", func(t *testing.T) {
		theirs := t.TempDir()
		p, addr := serveFiles(t, binary, theirs)
		defer p.Stop()
		port := addr[strings.LastIndexByte(addr, ':')+1:]
		out, err := exec.Command(python, append([]string{script, "caller", port}, paths...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for name, content := range files {
			eventually(t, name+" is there", func() bool { return holdsFile(theirs, name, content) })
		}
		if len(names(t, theirs)) != len(files) {
			t.Errorf("the folder holds %q", names(t, theirs))
		}
	})
	for name, content := range files {
		t.Run("server/"+name, func(t *testing.T) { putToTutorial(t, binary, python, script, mine, name, content) })
	}
}

// putToTutorial puts a file to the tutorial's server. It never says that the
// file has come, so our caller must not say so either.
func putToTutorial(t *testing.T, binary program.Binary, python, script, mine, name string, content []byte) {
	theirs := t.TempDir()
	server := exec.Command(python, script, "server", theirs)
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	port, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	caller := exec.Command(binary.Command[0], "call", "-addr", "127.0.0.1:"+strings.TrimSpace(port), "-dir", mine, "-nosum")
	caller.Stdin = strings.NewReader("put " + name + "\n")
	var printed bytes.Buffer
	caller.Stdout = &printed
	if err := caller.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, name+" is there", func() bool { return holdsFile(theirs, name, content) })
	_ = server.Process.Kill() // it serves for ever
	_ = server.Wait()         // as it was killed
	if err := caller.Wait(); err == nil || printed.Len() > 0 {
		t.Errorf("nothing was confirmed, and our caller ended with %v and printed %q", err, printed.String())
	}
}

func holdsFile(dir, name string, content []byte) bool {
	got, err := os.ReadFile(filepath.Join(dir, name))
	return err == nil && bytes.Equal(got, content)
}

// TestFilesLeaveTheMemoryAlone sends large files both ways, with sums and
// without. Neither side may use more than 32 MiB. Without sums the bytes must
// not come into the program that takes the file: splice(2) passes them on, which
// unlike sendfile(2) does not count as reading.
func TestFilesLeaveTheMemoryAlone(t *testing.T) {
	size := 256 << 20
	if testing.Short() {
		size = 64 << 20
	}
	_, binary := fileLesson(t)
	theirs, mine := t.TempDir(), t.TempDir()
	content := noise(size)
	write(t, filepath.Join(mine, "up"), content)
	write(t, filepath.Join(theirs, "down"), content)
	sum := sha256.Sum256(content)
	digest := " sha256 " + hex.EncodeToString(sum[:])
	server, addr := serveFiles(t, binary, theirs)
	defer server.Stop()
	call := []string{"call", "-addr", addr, "-dir", mine}
	callFiles(t, binary, append(call, "-nosum"), "put up", fmt.Sprintf("put up %d bytes\n", size), server)
	callFiles(t, binary, append(call, "-nosum"), "get down", fmt.Sprintf("get down %d bytes\n", size), nil)
	callFiles(t, binary, call, "put up", fmt.Sprintf("put up %d bytes%s\n", size, digest), nil)
	callFiles(t, binary, call, "get down", fmt.Sprintf("get down %d bytes%s\n", size, digest), nil)
	if _, used, err := server.Memory(); err == nil && used > 32<<20 {
		t.Errorf("the server has used %d MiB", used>>20)
	}
	if !holdsFile(theirs, "up", content) || !holdsFile(mine, "down", content) {
		t.Error("a file is not the one that was sent")
	}
}

// callFiles types a line and wants what is printed then. Taker is the program
// that takes the file, or nil for the caller itself; it is looked at with -nosum.
func callFiles(t *testing.T, binary program.Binary, args []string, line, want string, taker *program.Process) {
	t.Helper()
	p, err := binary.Start(program.Options{Args: args, Dir: t.TempDir(), Stdin: true, Notify: func() {}})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Stop()
	if err := p.Type(line + "\n"); err != nil {
		t.Fatal(err)
	}
	eventually(t, line, func() bool { return string(p.Stdout.Bytes()) == want })
	if taker == nil {
		taker = p
	}
	if read, _, err := taker.Transfers(); err == nil && slices.Contains(args, "-nosum") && read > 1<<20 {
		t.Errorf("%s: the taker has read %d bytes itself; want the kernel to pass them on", line, read)
	}
	if _, used, err := p.Memory(); err == nil && used > 32<<20 {
		t.Errorf("%s: the caller has used %d MiB", line, used>>20)
	}
	if err := p.EndInput(); err != nil {
		t.Fatal(err)
	}
	<-p.Exited()
	if status, _ := p.Status(); status.Code != 0 {
		t.Errorf("the caller ended with %v: %s", status, p.Stderr.Bytes())
	}
}
