package main

import (
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// This file is given and needs no change: the commands that need no more than a
// reply.

// An entry is what ls and stat tell of one file or folder.
type entry struct {
	Name  string    `json:"name"`
	Type  string    `json:"type"` // file, dir, link or other
	Size  int64     `json:"size"` // bytes of a file
	MTime time.Time `json:"mtime"`
}

// describe tells of a file what everyone may know of it.
func describe(info fs.FileInfo, name string) entry {
	e := entry{Name: name, Type: "other", MTime: info.ModTime().UTC()}
	switch mode := info.Mode(); {
	case mode.IsRegular():
		e.Type, e.Size = "file", info.Size()
	case mode.IsDir():
		e.Type = "dir"
	case mode&fs.ModeSymlink != 0:
		e.Type = "link"
	}
	return e
}

// cd goes into a folder. Above the home there is nothing: there it stays.
func (s *session) cd(name string) error {
	if name == ".." && s.dir == "." {
		return nil
	}
	full, err := s.locate(name)
	if err != nil {
		return err
	}
	info, err := s.home.root.Stat(full)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%q is no folder", name)
	}
	if err == nil {
		s.dir = full
	}
	return err
}

// ls lists a folder, or the session's own where name is "".
func (s *session) ls(name string) ([]entry, error) {
	full, err := s.dir, error(nil)
	if name != "" {
		if full, err = s.locate(name); err != nil {
			return nil, err
		}
	}
	list := []entry{} // in JSON an empty list, not null
	found, err := fs.ReadDir(s.home.root.FS(), full)
	for _, d := range found {
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) || full == "." && isUnfinished(d.Name()) {
			continue // gone meanwhile, or nobody's business
		}
		if err != nil {
			return nil, err
		}
		list = append(list, describe(info, d.Name()))
	}
	return list, err
}

// stat tells of one file or folder.
func (s *session) stat(name string) (entry, error) {
	full, err := s.locate(name)
	if err != nil {
		return entry{}, err
	}
	info, err := s.home.root.Lstat(full)
	if err != nil {
		return entry{}, err
	}
	return describe(info, show(full)), nil
}

// mkdir makes one folder.
func (s *session) mkdir(name string) error {
	full, err := s.locate(name)
	if err != nil {
		return err
	}
	return s.home.root.Mkdir(full, 0o700)
}

// rm removes a file, a link itself, or an empty folder.
func (s *session) rm(name string) error {
	full, err := s.locate(name)
	if err != nil {
		return err
	}
	if full == "." {
		return errors.New("your home itself stays")
	}
	s.home.mu.Lock()
	defer s.home.mu.Unlock()
	return s.home.root.Remove(full)
}

// mv gives a file or a folder another name. One that is taken it leaves alone.
func (s *session) mv(from, to string) error {
	old, err := s.locate(from)
	if err != nil {
		return err
	}
	full, err := s.locate(to)
	if err != nil {
		return err
	}
	if old == "." || full == "." {
		return errors.New("your home itself stays")
	}
	s.home.mu.Lock() // while somebody adds up what is there, nothing moves
	defer s.home.mu.Unlock()
	if _, err := s.home.root.Lstat(full); err == nil {
		return fmt.Errorf("%q: %w", to, fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return s.home.root.Rename(old, full)
}

// du returns how many bytes of how many are used.
func (s *session) du() (used, quota int64, err error) {
	s.home.mu.Lock()
	defer s.home.mu.Unlock()
	used, err = s.home.used()
	return used, s.home.quota, err
}
