package check

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// hiring keeps the users files that the checks of one run have had made, for
// those that want the same users: to hash a password takes long on purpose.
type hiring struct {
	mu   sync.Mutex
	made map[string]*staff // by the names and quotas
}

// A staff is the users of a users file.
type staff struct {
	mu        sync.Mutex        // held while the first check makes the file
	passwords map[string]string // nil before
	folder    map[string][]byte // the users file and what lies beside it
}

func (h *hiring) of(names string) *staff {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.made == nil {
		h.made = map[string]*staff{}
	}
	if h.made[names] == nil {
		h.made[names] = &staff{}
	}
	return h.made[names]
}

const passwordSize = 12 // characters

// user says who is in the users file of the check.
func (s *script) user(args []string) { s.homes.staff = append(s.homes.staff, strings.Join(args, " ")) }

func (s *script) usersFile() string { return filepath.Join(s.dir, "staff", "users") }
func (s *script) root() string      { return filepath.Join(s.dir, "homes") }

// hire makes the users file of the check, or takes the one that another check
// has had made for the same users.
func (s *script) hire() {
	folder := filepath.Dir(s.usersFile())
	if err := os.Mkdir(folder, 0o700); err != nil {
		return // it is there: this is another server of the same check
	}
	st := s.gate.hiring.of(strings.Join(s.homes.staff, ", "))
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.passwords == nil {
		passwords := map[string]string{}
		for _, one := range s.homes.staff {
			name, quota, _ := strings.Cut(one, " ")
			passwords[name] = s.pick(passwordSize, letters)
			s.adduser([]string{s.usersFile(), name, passwords[name], quota})
		}
		st.passwords, st.folder = passwords, s.contents(folder)
	}
	for name, content := range st.folder {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			s.unknown("writing the users file: %v", err)
		}
	}
	s.homes.users = st.passwords
	s.ts.Setenv("users", s.usersFile())
	s.ts.Setenv("root", s.root())
	for name, password := range st.passwords {
		s.ts.Setenv(name+"_password", password)
		s.logins.secret = append(s.logins.secret, password)
	}
}

// contents returns the files of a folder.
func (s *script) contents(folder string) map[string][]byte {
	all := map[string][]byte{}
	entries, err := os.ReadDir(folder)
	for _, one := range entries {
		if !one.Type().IsRegular() {
			continue
		}
		content, problem := os.ReadFile(filepath.Join(folder, one.Name()))
		all[one.Name()], err = content, errors.Join(err, problem)
	}
	if err != nil {
		s.unknown("reading the users file: %v", err)
	}
	return all
}
