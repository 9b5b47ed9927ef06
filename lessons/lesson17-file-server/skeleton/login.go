package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"
)

// This file is given and needs no change: a login, from the server's side.

const (
	mechanism  = "SCRAM-SHA-256"
	maxMessage = 4 << 10 // bytes of a message of SCRAM
)

// refused is what everyone hears whose login fails, for whatever reason.
var refused = refusal{reply{Status: "error", Code: "auth", Message: "login refused"}, "e=invalid-proof"}

// welcome lets a caller try to log in, until it works or the time is over.
// Nothing else is answered before.
func (f *fileServer) welcome(ctx context.Context, conn net.Conn, log *slog.Logger) (*session, error) {
	for deadline := time.Now().Add(f.login); ; {
		q, err := next(ctx, conn, max(time.Until(deadline), time.Millisecond), f.header)
		if err != nil {
			return nil, err
		}
		body, err := readBody(conn, *q.DataSize, maxMessage)
		if err != nil {
			return nil, err
		}
		no := refuse("auth", errors.New("log in first"))
		if q.Cmd == "login" {
			s, err := f.attempt(ctx, conn, q.Mech, body, log)
			if err == nil {
				return s, nil
			}
			if !errors.As(err, &no) {
				return nil, err
			}
		}
		if err := say(conn, no.reply, []byte(no.body)); err != nil {
			return nil, err
		}
	}
}

// attempt is one login: two messages from each side.
func (f *fileServer) attempt(ctx context.Context, conn net.Conn, mech, first string, log *slog.Logger) (*session, error) {
	all, err := readUsers(f.users)
	if err != nil {
		log.Error("nobody can log in", "err", err)
		return nil, errors.New("nobody can log in now") // the rest is nobody else's business
	}
	var found user
	var known bool
	x, challenge, err := begin(first, rand.Text(), func(name string) keys {
		found, known = all.find(name)
		return found.keys
	})
	if err != nil || mech != mechanism {
		log.Warn("login refused", "mech", mech, "err", err)
		return nil, refused
	}
	if err := say(conn, reply{Status: "continue"}, []byte(challenge)); err != nil {
		return nil, err
	}
	q, err := next(ctx, conn, patience, f.header)
	if err != nil {
		return nil, err
	}
	final, err := readBody(conn, *q.DataSize, maxMessage)
	if err != nil {
		return nil, err
	}
	proof, err := f.judge(ctx, conn, x, final)
	if err != nil || !known || q.Cmd != "login" {
		log.Warn("login refused", "user", x.name, "known", known, "err", err)
		return nil, refused
	}
	home, err := f.homes.of(x.name, found.Quota)
	if err != nil {
		return nil, err
	}
	log.Info("login", "user", x.name)
	return &session{name: x.name, home: home, dir: "."}, say(conn, reply{Status: "ok"}, []byte(proof))
}

// judge judges the proof of a caller, when it is their turn.
func (f *fileServer) judge(ctx context.Context, conn net.Conn, x *exchange, final string) (proof string, err error) {
	host, _, err := net.SplitHostPort(conn.RemoteAddr().String())
	if err != nil {
		return "", err
	}
	who := x.name + "@" + host
	if err := f.slow.wait(ctx, who); err != nil {
		return "", err
	}
	proof, err = x.finish(final)
	f.slow.note(who, err == nil)
	return proof, err
}

// passwd changes the keys of a user. The password itself does not come here.
func (f *fileServer) passwd(name string, k keys) error {
	switch {
	case len(k.Salt) < 8 || len(k.Salt) > 64:
		return fmt.Errorf("want a salt of 8 to 64 bytes, got %d", len(k.Salt))
	case k.Iterations < minIterations || k.Iterations > maxIterations:
		return fmt.Errorf("want %d to %d iterations, got %d", minIterations, maxIterations, k.Iterations)
	case len(k.StoredKey) != sha256.Size || len(k.ServerKey) != sha256.Size:
		return fmt.Errorf("want two keys of %d bytes, got %d and %d", sha256.Size, len(k.StoredKey), len(k.ServerKey))
	}
	return changeUsers(f.users, func(u *users) error {
		one, ok := u.Users[name]
		if !ok {
			return errors.New("you are no user any more")
		}
		one.keys = k
		u.Users[name] = one
		return nil
	})
}
