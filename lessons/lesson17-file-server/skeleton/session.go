package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"
)

// This file is given and needs no change: what happens in a call.

// A fileServer serves the homes of its users.
type fileServer struct {
	homes  *homes
	users  string        // the file
	login  time.Duration // that a caller has to say who they are
	header time.Duration // that a caller has for each header
	slow   *backoff
}

// Handle serves one caller: first they log in, then each of their requests is
// answered, until they hang up or ctx is over.
func (f *fileServer) Handle(ctx context.Context, conn net.Conn) {
	log := slog.With("caller", conn.RemoteAddr().String())
	log.Info("call")
	defer log.Info("call ends")
	s, err := f.welcome(ctx, conn, log)
	if err != nil {
		f.lose(ctx, conn, log, err)
		return
	}
	log = log.With("user", s.name)
	for {
		q, err := next(ctx, conn, 0, f.header)
		if err == nil {
			err = f.answer(conn, s, q)
			log.Info("request", "cmd", q.Cmd, "path", q.Path, "from", q.From, "to", q.To, "err", err)
		}
		if no, ok := errors.AsType[refusal](err); ok {
			err = say(conn, no.reply, []byte(no.body))
		}
		if err != nil {
			f.lose(ctx, conn, log, err)
			return
		}
	}
}

// lose ends a call for an error. The caller is told, and nobody waits for one
// who is late, or for longer than a header may take.
func (f *fileServer) lose(ctx context.Context, conn net.Conn, log *slog.Logger, why error) {
	if errors.Is(why, io.EOF) {
		return // the caller hung up, or the server ends
	}
	log.Warn("call lost", "err", why)
	if err := say(conn, refuse("lost", why).reply, nil); err != nil || late(why) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, f.header)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // then hangUp waits no more
	defer stop()
	hangUp(conn)
}

// answer does what a request asks for.
func (f *fileServer) answer(conn net.Conn, s *session, q request) error {
	if _, err := readBody(conn, *q.DataSize, maxText); err != nil { // no request here has a body that says anything
		return err
	}
	switch q.Cmd {
	case "put":
		return s.put(conn, q)
	case "get":
		return s.get(conn, q)
	case "passwd":
		if err := f.passwd(s.name, q.keys); err != nil {
			return refuse("passwd", err)
		}
		return say(conn, reply{Status: "ok"}, nil)
	}
	r, body, err := s.do(q)
	if err != nil {
		return refuse("name", err)
	}
	return say(conn, r, body)
}

// do does what needs no more than a reply.
func (s *session) do(q request) (r reply, body []byte, err error) {
	r.Status = "ok"
	var tell any
	switch q.Cmd {
	case "pwd":
		r.Path = show(s.dir)
	case "cd":
		err = s.cd(q.Path)
		r.Path = show(s.dir)
	case "ls":
		tell, err = s.ls(q.Path)
	case "stat":
		tell, err = s.stat(q.Path)
	case "mkdir":
		err = s.mkdir(q.Path)
	case "rm":
		err = s.rm(q.Path)
	case "mv":
		err = s.mv(q.From, q.To)
	case "du":
		var used, quota int64
		used, quota, err = s.du()
		r.Used, r.Quota = &used, &quota
	case "login":
		err = errors.New("you are logged in; for another user make another call")
	default:
		err = fmt.Errorf("there is no command %q", q.Cmd)
	}
	if err == nil && tell != nil {
		body, err = json.Marshal(tell)
	}
	return r, body, err
}
