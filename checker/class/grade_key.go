package class

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"

	"socketworkshop/checker/check"
)

// A keyring makes the keys of results: two are equal when nothing differs that
// a result depends on.
type keyring struct {
	all     string            // the checker, the toolchain, what holds the programs
	lessons map[string]string // the checks, by lesson
}

func newKeyring(o GradeOptions, toolchain string) (*keyring, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	checker, err := check.DigestFiles(self)
	if err != nil {
		return nil, err
	}
	k := &keyring{all: check.Digest(append(o.Sandbox.Words(), toolchain, checker)...), lessons: map[string]string{}}
	for _, l := range o.Lessons {
		if k.lessons[l.Name], err = check.DigestFiles(check.Data(l)...); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// key returns the key of a program that was handed in.
func (k *keyring) key(h handed, seed uint64) (string, error) {
	sources, err := check.DigestFiles(h.own, h.dir)
	return check.Digest(k.all, k.lessons[h.lesson.Name], sources, h.refused, fmt.Sprint(seed)), err
}

// seedOf returns the seed for a student and a lesson, whatever is judged before
// or beside it.
func seedOf(seed uint64, student, lesson string) uint64 {
	sum := sha256.Sum256([]byte(check.Digest(fmt.Sprint(seed), student, lesson)))
	return binary.BigEndian.Uint64(sum[:]) % seeds
}
