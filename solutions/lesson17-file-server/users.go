package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// This file is given and needs no change: the users file.

// A user is what the server knows of one.
type user struct {
	keys
	Quota int64 `json:"quota"` // bytes
}

// users is the users file. Whoever reads it can say to be the server, and can
// try passwords as fast as they like; so it is its owner's alone.
type users struct {
	Secret []byte          `json:"secret"` // of the salts of those who do not exist
	Users  map[string]user `json:"users"`
}

// readUsers reads the users file. One that is missing has no users.
func readUsers(name string) (u users, err error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		u = users{Secret: make([]byte, 32), Users: map[string]user{}}
		rand.Read(u.Secret) // never fails (crypto/rand)
		return u, nil
	}
	if err != nil {
		return u, err
	}
	if othersMayRead(info) {
		return u, fmt.Errorf("%s: other users of this machine may read it; chmod 600 ends that", name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return u, err
	}
	if err := json.Unmarshal(text, &u); err != nil {
		return u, fmt.Errorf("%s: want the users in JSON: %w", name, err)
	}
	if len(u.Secret) == 0 || u.Users == nil {
		return u, fmt.Errorf("%s: want a secret and users in JSON", name)
	}
	return u, nil
}

// changeUsers changes the users file as a whole: who reads it finds the old one
// or the new one. Two who change it do so one after the other.
func changeUsers(name string, change func(*users) error) error {
	unlock, err := lock(name + ".lock")
	if err != nil {
		return err
	}
	defer unlock()
	u, err := readUsers(name)
	if err != nil {
		return err
	}
	if err := change(&u); err != nil {
		return err
	}
	text, err := json.MarshalIndent(u, "", "\t")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".users-*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}

// A user has a folder of the same name, and so the name is one on every system.
var userName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$`)

// addUser adds a user to a users file.
func addUser(file, name, password string, iterations int, quota int64) error {
	if !userName.MatchString(name) || !filepath.IsLocal(name) {
		return fmt.Errorf("want a name of 1 to 64 letters, digits, dots, dashes, got %q", name)
	}
	k, err := newKeys(password, iterations)
	if err != nil {
		return err
	}
	return changeUsers(file, func(u *users) error {
		for other := range u.Users { // on some systems A and a are the same folder
			if strings.EqualFold(other, name) {
				return fmt.Errorf("there is a user %q", other)
			}
		}
		u.Users[name] = user{k, quota}
		return nil
	})
}

// newKeys makes the keys of a new password.
func newKeys(password string, iterations int) (keys, error) {
	if password == "" {
		return keys{}, errors.New("want a password, got none")
	}
	salt := make([]byte, 16)
	rand.Read(salt) // never fails (crypto/rand)
	_, k, err := derive(password, salt, iterations)
	return k, err
}

// find returns the user of a name. Of one who does not exist it makes a user
// whom no password fits, always the same, and it does the same work for both:
// neither the answer nor the time tells a stranger who has an account.
func (u users) find(name string) (found user, known bool) {
	stranger := user{keys: keys{
		Salt:       sign(u.Secret, "salt "+name)[:16],
		Iterations: defaultIterations,
		StoredKey:  sign(u.Secret, "stored key "+name),
		ServerKey:  sign(u.Secret, "server key "+name),
	}}
	if names := slices.Sorted(maps.Keys(u.Users)); len(names) > 0 { // as many iterations as somebody has
		stranger.Iterations = u.Users[names[int(stranger.Salt[0])%len(names)]].Iterations
	}
	if found, known = u.Users[name]; !known {
		return stranger, false
	}
	return found, true
}
