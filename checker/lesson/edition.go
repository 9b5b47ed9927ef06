package lesson

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ChineseEdition is the tag (BCP 47) in the names of the files that are in
// simplified Chinese: README.zh-CN.md.
const ChineseEdition = "zh-CN"

// EditionFile returns the file of the lesson that an edition has in place of the
// one with this name: README.zh-CN.md for README.md.
func (l Lesson) EditionFile(name, tag string) string {
	ext := filepath.Ext(name)
	return filepath.Join(l.Dir(), strings.TrimSuffix(name, ext)+"."+tag+ext)
}

// edition returns the lesson's file in the workshop's edition, or the English one
// where that has none.
func (l Lesson) edition(name string) string {
	if tag := l.workshop.Edition; tag != "" {
		if file := l.EditionFile(name, tag); exists(file) {
			return file
		}
	}
	return filepath.Join(l.Dir(), name)
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// CatalogueFile returns the file with the texts of the lesson's checks in an
// edition.
func (l Lesson) CatalogueFile(tag string) string { return l.EditionFile("checks.po", tag) }

// Catalogue returns the texts of the lesson's checks in the workshop's edition, as
// a PO file. It is "" where there are none, as in English.
func (l Lesson) Catalogue() (string, error) {
	if l.workshop.Edition == "" {
		return "", nil
	}
	text, err := os.ReadFile(l.CatalogueFile(l.workshop.Edition))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(text), err
}
