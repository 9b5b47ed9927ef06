package check

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"socketworkshop/checker/tutor"
)

const ofPart = 64 // bytes that a part is known by

// unlisted looks on the disk where parts of a text lie, and lists those folders,
// by their names and from inside: a part must not be shown. Which folder is the
// home is not asked: each one above a part may be.
func (s *script) unlisted(args []string) {
	name := args[0]
	for _, part := range s.partsOf(args[1]) {
		folder, base := path.Dir(part), path.Base(part)
		for {
			_, inside, found := strings.Cut(folder, "/")
			if folder = inside; !found {
				break // what stands in the home itself finds has seen
			}
			s.notIn(name, request("ls", "/"+folder), base)
			if s.query(name, request("cd", "/"+folder), "").ok() {
				s.notIn(name, request("ls"), base)
				s.goesHome(name)
			}
		}
	}
}

// notIn wants a listing without this name, or none.
func (s *script) notIn(name string, q query, base string) {
	a := s.query(name, q, "")
	var all []entry
	if !a.ok() || json.Unmarshal(a.body, &all) != nil {
		return
	}
	for _, one := range all {
		if one.Name == base {
			e := s.homely(name, tutor.PartShown)
			e.Kind, e.Got = tutor.WrongList, a.header
			s.fail(e, "%s asked for %v, and is shown the part of an upload that was cut, %q", name, q, base)
		}
	}
}

// partsOf returns the files under the root that begin as a text does, and are
// not all of it, by their paths there.
func (s *script) partsOf(text string) (paths []string) {
	_ = filepath.WalkDir(s.root(), func(place string, d fs.DirEntry, err error) error { // what is gone is not there
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		content, err := os.ReadFile(place)
		rel, problem := filepath.Rel(s.root(), place)
		if err == nil && problem == nil && len(content) >= ofPart && len(content) < len(text) && strings.HasPrefix(text, string(content)) {
			paths = append(paths, filepath.ToSlash(rel))
		}
		return nil
	})
	return paths
}
