package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// This file is given and needs no change: what each line of a call does.

// do does what one line says and returns what to print of it.
func (c *caller) do(text string) (told string, err error) {
	cmd, rest, _ := strings.Cut(text, " ") // a name may hold blanks
	q := request{Cmd: cmd, Path: rest}
	switch name, resume := cut(rest); cmd {
	case "help":
		return help, nil
	case "put":
		return c.put(name, resume)
	case "get":
		return c.get(name, resume)
	case "passwd":
		return "the password is changed", c.passwd()
	case "mv":
		q.Path = ""
		if q.From, q.To, err = two(rest); err != nil {
			return "", refuse("local", err)
		}
	case "pwd", "cd", "ls", "mkdir", "rm", "stat", "du":
	default:
		return "", refuse("local", fmt.Errorf("there is no command %q; help tells which there are", cmd))
	}
	if err := ask(c.conn, q, ""); err != nil {
		return "", err
	}
	r, body, err := c.hear("ok", patience)
	if err != nil {
		return "", err
	}
	return tell(cmd, text, r, body)
}

// cut takes "-resume" off the front of what is to be put or got.
func cut(rest string) (name string, resume bool) {
	name, resume = strings.CutPrefix(rest, "-resume ")
	return name, resume
}

// two splits the two names of mv. A name with blanks stands in quotes.
func two(rest string) (from, to string, err error) {
	var names []string
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		name, after, _ := strings.Cut(rest, " ")
		if quoted, err := strconv.QuotedPrefix(rest); err == nil {
			after = rest[len(quoted):]
			if name, err = strconv.Unquote(quoted); err != nil {
				return "", "", err
			}
		}
		names, rest = append(names, name), after
	}
	if len(names) != 2 {
		return "", "", errors.New(`want mv FROM TO; a name with blanks stands in quotes`)
	}
	return names[0], names[1], nil
}

// tell makes of a reply what a person reads.
func tell(cmd, text string, r reply, body string) (string, error) {
	switch cmd {
	case "pwd", "cd":
		return plain(r.Path), nil
	case "du":
		if r.Used == nil || r.Quota == nil {
			return "", errors.New("want used and quota, the server does not say")
		}
		return fmt.Sprintf("%d of %d bytes", *r.Used, *r.Quota), nil
	case "stat":
		var e entry
		err := json.Unmarshal([]byte(body), &e)
		return e.String(), err
	case "ls":
		var list []entry
		err := json.Unmarshal([]byte(body), &list)
		told := make([]string, len(list))
		for i, e := range list {
			told[i] = e.String()
		}
		return strings.Join(told, "\n"), err
	}
	return text, nil
}

func (e entry) String() string {
	return fmt.Sprintf("%-5s %12d %s %s", plain(e.Type), e.Size, e.MTime.Format(time.RFC3339), plain(e.Name))
}

// plain returns a text from the server in quotes where it could be taken for
// more than one line, or for something else.
func plain(s string) string {
	if quoted := strconv.Quote(s); quoted != `"`+s+`"` {
		return quoted
	}
	return s
}
