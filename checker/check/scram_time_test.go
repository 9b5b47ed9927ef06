package check

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"socketworkshop/checker/program"
)

const (
	strangerTries = 200
	timeRetries   = 5 // of all, where a busy machine has disturbed them
)

// TestStrangersWaitAsLong compares how long the solution takes to refuse a user
// with a wrong password and somebody who is no user: the medians may differ by a
// tenth. A difference that is there shows each time; one that a busy machine
// makes does not.
func TestStrangersWaitAsLong(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it takes seconds")
	}
	binary := solution(t, "lesson17")
	users := filepath.Join(t.TempDir(), "users")
	addUserFor(t, binary, users, "ana")
	_, addr := startServer(t, binary, "-users", users, "-root", t.TempDir(), "-backoff", "0s")
	var ana, nobody time.Duration
	for range timeRetries {
		var a, b []time.Duration
		for range strangerTries {
			a, b = append(a, refusedAfter(t, addr, "ana")), append(b, refusedAfter(t, addr, "bob"))
		}
		slices.Sort(a)
		slices.Sort(b)
		ana, nobody = a[len(a)/2], b[len(b)/2]
		if max(ana, nobody)*10 <= min(ana, nobody)*11 {
			t.Logf("a user is refused after %v, a stranger after %v", ana, nobody)
			return
		}
	}
	t.Errorf("a user is refused after %v, a stranger after %v", ana, nobody)
}

func addUserFor(t *testing.T, binary program.Binary, users, name string) {
	t.Helper()
	p, err := binary.Start(program.Options{Args: []string{"adduser", "-users", users, name}, Dir: t.TempDir(), Stdin: true, Notify: func() {}})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Stop()
	if err := p.Type("a password\n"); err != nil {
		t.Fatal(err)
	}
	<-p.Exited()
	if status, _ := p.Status(); status.Code != 0 {
		t.Fatalf("adduser ended with %v: %s", status, p.Stderr.Bytes())
	}
}

// refusedAfter logs in with a wrong proof and returns how long the server takes
// to refuse it, from the first message on.
func refusedAfter(t *testing.T, addr, user string) time.Duration {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() // all that counts was read
	if err := conn.SetDeadline(time.Now().Add(filesLimit)); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	x := newScram(user, "some nonce that is no secret")
	_, challenge := exchanged(t, conn, `{"cmd":"login","mech":"SCRAM-SHA-256","data_size":%d}`, x.first())
	if problem := x.hear(challenge); problem != "" {
		t.Fatalf("the challenge %s: %q", problem, challenge)
	}
	code, _ := exchanged(t, conn, `{"cmd":"login","data_size":%d}`, x.last()+",p="+base(make([]byte, 32)))
	if code != "auth" {
		t.Fatalf("a wrong proof is answered with the code %q", code)
	}
	return time.Since(begun)
}

// exchanged says a message with a body, and returns code and body of the reply.
func exchanged(t *testing.T, conn net.Conn, header, body string) (code, answer string) {
	t.Helper()
	if _, err := io.WriteString(conn, framed(fmt.Sprintf(header, len(body)))+body); err != nil {
		t.Fatal(err)
	}
	size := make([]byte, headerSize)
	if _, err := io.ReadFull(conn, size); err != nil {
		t.Fatal(err)
	}
	text := make([]byte, int(size[0])|int(size[1])<<8)
	if _, err := io.ReadFull(conn, text); err != nil {
		t.Fatal(err)
	}
	var r struct {
		Code     string
		DataSize int `json:"data_size"`
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	rest := make([]byte, r.DataSize)
	if _, err := io.ReadFull(conn, rest); err != nil {
		t.Fatal(err)
	}
	return r.Code, string(rest)
}
