package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"
)

// This file is given and needs no change.

// homes are the folders of the users. Two servers may not have the same ones:
// neither would know what is on its way to the other.
type homes struct {
	root *os.Root
	keep time.Duration // how long a part of a file is kept
	mu   sync.Mutex
	open map[string]*home
}

// A home is what one user has. It is the same for all sessions of the user, and
// stays open until the server ends.
type home struct {
	root   *os.Root
	keep   time.Duration
	mu     sync.Mutex // held while anything in the home gets another size or name
	quota  int64      // bytes
	active map[string]*upload
}

func openHomes(dir string, keep time.Duration) (*homes, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	h := &homes{root: root, keep: keep, open: map[string]*home{}}
	h.tidy()
	return h, nil
}

// watch tidies now and then, until ctx is over.
func (h *homes) watch(ctx context.Context) {
	for {
		select {
		case <-time.After(max(h.keep/2, time.Second)):
			h.tidy()
		case <-ctx.Done():
			return
		}
	}
}

// tidy removes old parts from the homes of all, also of those who do not come
// back.
func (h *homes) tidy() {
	found, err := fs.ReadDir(h.root.FS(), ".")
	for _, d := range found {
		if d.IsDir() && userName.MatchString(d.Name()) {
			err = errors.Join(err, h.tidyOne(d.Name()))
		}
	}
	if err != nil {
		slog.Warn("tidying", "err", err)
	}
}

func (h *homes) tidyOne(name string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	one := h.open[name]
	if one == nil {
		root, err := h.enter(name)
		if err != nil {
			return err
		}
		defer root.Close() // nothing was written to it
		one = &home{root: root, keep: h.keep}
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	_, err := one.used() // that removes them
	return err
}

// of returns the home of a user, which is made where it is missing. The name is
// one of the users file, which has no others than addUser takes.
func (h *homes) of(name string, quota int64) (*home, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.open[name] == nil {
		root, err := h.enter(name)
		if err != nil {
			return nil, err
		}
		h.open[name] = &home{root: root, keep: h.keep, active: map[string]*upload{}}
	}
	one := h.open[name]
	one.mu.Lock()
	defer one.mu.Unlock()
	one.quota = quota // perhaps it was changed since
	return one, nil
}

// enter opens a folder for a user and those parts that are not whole.
func (h *homes) enter(name string) (*os.Root, error) {
	if !userName.MatchString(name) {
		return nil, fmt.Errorf("%q is no name of a user", name)
	}
	if err := h.root.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	info, err := h.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() { // a link would lead to the home of somebody else
		return nil, fmt.Errorf("the home of %q is no folder, but %v", name, info.Mode())
	}
	root, err := h.root.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	if err := root.Mkdir(unfinished, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, errors.Join(err, root.Close())
	}
	return root, nil
}

// Close closes all homes.
func (h *homes) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	err := h.root.Close()
	for _, one := range h.open {
		err = errors.Join(err, one.root.Close())
	}
	return err
}
