package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/fsnotify/fsnotify"

	"socketworkshop/checker/lesson"
)

const (
	quietTime = 200 * time.Millisecond // without another save before a folder is checked
	pollTime  = time.Second            // between looks where no notification comes, as on a network disk
	soonTime  = 250 * time.Millisecond // between looks where none can come
)

// A notice tells when the files of a folder have changed. The system's
// notification makes it quick; it looks by itself as well, for there are disks
// that notify nobody.
type notice struct {
	changed chan struct{} // a value comes when the folder was saved and is quiet again
	polls   string        // why the system does not notify, or ""

	dir     string
	every   time.Duration
	watcher *fsnotify.Watcher // nil where the system does not notify
}

// noticeOf begins to look at a folder. It ends with the context.
func noticeOf(ctx context.Context, dir string) *notice {
	n := &notice{changed: make(chan struct{}, 1), dir: dir, every: pollTime}
	watcher, err := fsnotify.NewWatcher()
	if err == nil {
		n.watcher = watcher
		err = watcher.Add(dir)
	}
	if err != nil {
		n.polls, n.every = err.Error(), soonTime
	}
	go n.follow(ctx, fingerprint(dir))
	return n
}

// follow looks at the folder, which was known to be so, until the context ends.
func (n *notice) follow(ctx context.Context, known string) {
	var events chan fsnotify.Event // nil blocks for ever
	var errors chan error
	if n.watcher != nil {
		defer n.watcher.Close() // nothing is written to it
		events, errors = n.watcher.Events, n.watcher.Errors
	}
	tick := time.NewTicker(n.every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-events:
		case <-errors: // events were lost: look
		case <-tick.C:
		}
		if now := fingerprint(n.dir); now != known {
			known = n.settle(ctx, now)
			select {
			case n.changed <- struct{}{}:
			default: // one is waiting already
			}
		}
	}
}

// settle waits until the folder has not changed for a while, and returns its
// fingerprint. An editor may write a file in several steps, or several files.
func (n *notice) settle(ctx context.Context, known string) string {
	for {
		select {
		case <-ctx.Done():
			return known
		case <-time.After(quietTime):
		}
		now := fingerprint(n.dir)
		if now == known {
			return known
		}
		known = now
	}
}

// fingerprint names the Go files of a folder with their sizes and times. What
// cannot be read is a part of it, too.
func fingerprint(dir string) string {
	files, _ := lesson.Glob(dir, "*.go") // a folder that cannot be read has none
	all := ""
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			all += fmt.Sprintln(file, err)
			continue
		}
		all += fmt.Sprintln(file, describe(info))
	}
	return all
}

func describe(info fs.FileInfo) string {
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}
