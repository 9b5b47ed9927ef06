package main

import (
	"bytes"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

const ownSpaces = "CHECKER_TEST_SPACES" // says to a test that it is alone

// alone runs the test once more in namespaces of its own (namespaces(7)): of users,
// and of what else the flags of clone(2) say. They end with it. It reports
// whether this is that one.
func alone(t *testing.T, flags uintptr) bool {
	t.Helper()
	if os.Getenv(ownSpaces) != "" {
		return true
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), ownSpaces+"=1")
	root := []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
	group := []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWUSER | flags, UidMappings: root, GidMappings: group, Pdeathsig: syscall.SIGKILL,
	}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Skip("skipped: no namespaces here: ", err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v: %s", err, said.Bytes())
	} else if bytes.Contains(said.Bytes(), []byte("--- SKIP")) || !bytes.Contains(said.Bytes(), []byte("--- PASS")) {
		t.Skipf("skipped: %s", said.Bytes())
	}
	return false
}
