package check

import (
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
// makes does not. Who asks second may find the processor warm or taken, so each
// does so half of the times.
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
		took := map[string][]time.Duration{}
		for i := range strangerTries {
			pair := []string{"ana", "bob"}
			for _, user := range []string{pair[i%2], pair[1-i%2]} {
				took[user] = append(took[user], refusedAfter(t, addr, user))
			}
		}
		ana, nobody = median(took["ana"]), median(took["bob"])
		if max(ana, nobody)*10 <= min(ana, nobody)*11 {
			t.Logf("a user is refused after %v, a stranger after %v", ana, nobody)
			return
		}
	}
	t.Errorf("a user is refused after %v, a stranger after %v", ana, nobody)
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// addUserFor lets a program add a user, whose password is pencil.
func addUserFor(t *testing.T, binary program.Binary, users, name string, flags ...string) {
	t.Helper()
	words := append([]string{"adduser", "-users", users}, flags...)
	p, err := binary.Start(program.Options{Args: append(words, name), Dir: t.TempDir(), Stdin: true, Notify: func() {}})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Stop()
	if err := p.Type("pencil\n"); err != nil {
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
	s := &session17{conn: conn}
	begun := time.Now()
	x := newScram(user, "some nonce that is no secret")
	a, err := s.ask(query{"cmd": "login", "mech": "SCRAM-SHA-256"}, []byte(x.first()))
	if err != nil {
		t.Fatal(err)
	}
	if problem := x.hear(string(a.body)); problem != "" {
		t.Fatalf("the challenge %s: %q", problem, a.body)
	}
	a, err = s.ask(query{"cmd": "login"}, []byte(x.last()+",p="+base(make([]byte, 32))))
	if err != nil || a.text("code") != "auth" {
		t.Fatalf("a wrong proof is answered by %s, %v; want the code auth", a.header, err)
	}
	return time.Since(begun)
}
