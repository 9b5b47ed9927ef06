package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// spaces holds the namespaces of processes and of the network that a process
// has, until the test ends: their numbers are not given to others meanwhile.
func spaces(t *testing.T, pid int) (links []string) {
	for _, kind := range []string{"pid", "net"} {
		name := fmt.Sprintf("/proc/%d/ns/%s", pid, kind)
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		link, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", f.Fd()))
		own, err2 := os.Readlink("/proc/self/ns/" + kind)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		if link != own {
			links = append(links, link)
		}
	}
	return links
}

// inhabitants returns the processes that live in one of the namespaces, with
// what they run.
func inhabitants(links []string) (all []string) {
	found, _ := filepath.Glob("/proc/[0-9]*/ns/*") // the pattern is right
	for _, name := range found {
		link, err := os.Readlink(name)
		for _, l := range links {
			if err == nil && link == l {
				all = append(all, name)
			}
		}
	}
	return all
}

// listing returns the names of all files below a folder.
func listing(t *testing.T, dir string) (names []string) {
	err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		names = append(names, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
