package check

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"socketworkshop/checker/program"
)

var minute = flag.Bool("minute", false, "let the many sessions of lesson17 work for a minute")

const (
	manySessions = 200
	manyUsers    = 4
	manyRounds   = 4
	roundLength  = 800 * time.Millisecond
	sessionWait  = 60 * time.Second // for a reply
	restAgain    = 100              // looks in a row that find the server asleep
)

// TestManySessions lets 200 sessions of four users work at once in lesson17's
// solution: they put, replace, get, move, remove, list, and are cut off and go
// on. Each knows what its folder must hold. Between rounds, when nobody asks for
// anything, descriptors and memory must not have grown; afterwards what du tells
// must be what there is. Then a server is told to end while all put files: what
// was confirmed must be there.
func TestManySessions(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it takes seconds")
	}
	m := newMany(t)
	server, addr := m.serve()
	m.work(server, addr)
	m.leave(server)
	m.stop()
}

// many is the users, and the sessions with what each has done.
type many struct {
	t      *testing.T
	binary program.Binary
	dir    string
	all    []*session17
	before int // descriptors of the server when nobody has called
}

func newMany(t *testing.T) *many {
	scratch, err := program.NewScratch(scratchRoom) // in memory, if there is any: the disk would be measured
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { scratch.Remove() }) // it is in the folder for such
	m := &many{t: t, binary: solution(t, "lesson17"), dir: scratch.Dir}
	for i := range manyUsers {
		addUserFor(t, m.binary, m.users(), fmt.Sprint("user", i), "-quota", "1GiB", "-iterations", "4096")
	}
	for i := range manySessions {
		m.all = append(m.all, &session17{m: m, user: fmt.Sprint("user", i%manyUsers), folder: fmt.Sprint("d", i), files: map[string][]byte{}})
	}
	return m
}

func (m *many) users() string { return filepath.Join(m.dir, "users.json") }

func (m *many) serve() (*program.Process, string) {
	return startServer(m.t, m.binary, "-users", m.users(), "-root", filepath.Join(m.dir, "homes"), "-max", "1000", "-grace", "30s")
}

// each lets all sessions do something at once.
func (m *many) each(do func(s *session17) error) {
	m.t.Helper()
	var all sync.WaitGroup
	for _, s := range m.all {
		all.Go(func() {
			if err := do(s); err != nil {
				m.t.Errorf("%s in %s: %v", s.user, s.folder, err)
			}
		})
	}
	if all.Wait(); m.t.Failed() {
		m.t.FailNow()
	}
}

// work lets all sessions work in rounds, and measures behind each.
func (m *many) work(server *program.Process, addr string) {
	m.before, _ = server.Kept() // where that cannot be seen, the next look says so
	length := roundLength
	if *minute {
		length = time.Minute / manyRounds
	}
	m.each(func(s *session17) error { return errors.Join(s.login(addr), s.ok(request("mkdir", s.folder))) })
	var held []int
	var weights []int64
	for range manyRounds {
		end := time.Now().Add(length)
		m.each(func(s *session17) error {
			for time.Now().Before(end) {
				if err := s.step(addr); err != nil {
					return err
				}
			}
			return s.look()
		})
		files, err := server.Kept()
		weight, err2 := server.Resident()
		if err != nil || err2 != nil {
			m.t.Skipf("skipped: what the program has cannot be seen: %v", errors.Join(err, err2))
		}
		held, weights = append(held, files), append(weights, weight)
	}
	m.totals()
	middle, last := manyRounds/2, manyRounds-1
	if held[last] > held[middle]+fewFiles {
		m.t.Errorf("descriptors: %v", held)
	}
	if grown := weights[last] - weights[middle]; grown > weights[middle]/2 {
		m.t.Errorf("memory grows: %v", weights)
	}
	m.t.Logf("descriptors %v, memory in MiB %v, %d requests", held, mebibytes(weights), m.asked())
}

func mebibytes(all []int64) (small []int64) {
	for _, n := range all {
		small = append(small, n>>20)
	}
	return small
}

func (m *many) asked() (sum int) {
	for _, s := range m.all {
		sum += s.asked
	}
	return sum
}

// totals wants du to tell what all sessions of a user have stored.
func (m *many) totals() {
	want := map[string]int64{}
	for _, s := range m.all {
		want[s.user] += s.size()
	}
	for _, s := range m.all[:manyUsers] {
		a, err := s.ask(request("du"), nil)
		if used, _ := a.number("used"); err != nil || used != want[s.user] {
			m.t.Errorf("%s has stored %d bytes, du tells of %d, %v", s.user, want[s.user], used, err)
		}
	}
}

// leave hangs up on all, and looks which goroutines are left then.
func (m *many) leave(server *program.Process) {
	for _, s := range m.all {
		_ = s.conn.Close() // all was heard
	}
	eventually(m.t, "the server gives its descriptors back", func() bool { n, err := server.Kept(); return err != nil || n <= m.before+fewFiles })
	asleep := 0
	eventually(m.t, "the server rests", func() bool {
		a, err := server.Look()
		if asleep++; a.Running {
			asleep = 0
		}
		return err != nil || asleep >= restAgain
	})
	_ = server.Signal(syscall.SIGQUIT) // it runs
	<-server.Exited()
	const few = 20
	if n := strings.Count(string(server.Stderr.Bytes()), "\ngoroutine "); n == 0 || n > few {
		m.t.Errorf("with nobody there the server has %d goroutines; want 1 to %d", n, few)
	}
}

// stop tells a server to end while all put files, and looks in the next one for
// what was confirmed.
func (m *many) stop() {
	server, addr := m.serve()
	m.each(func(s *session17) error { return s.login(addr) })
	time.AfterFunc(time.Duration(rand.IntN(int(roundLength))), func() { _ = server.Signal(syscall.SIGTERM) })
	m.each(func(s *session17) error {
		for i := 0; ; i++ {
			name := fmt.Sprint("late", i%5)
			text := noise(1 + rand.IntN(20_000))
			if ok, err := s.put(name, text); err != nil || !ok {
				_ = s.conn.Close() // the server ends
				s.open = map[string][]byte{name: text}
				return nil
			}
		}
	})
	<-server.Exited()
	if status, _ := server.Status(); status.Code != 0 {
		m.t.Errorf("the server ended with %v", status)
	}
	_, addr = m.serve()
	m.each(func(s *session17) error { return errors.Join(s.login(addr), s.look()) })
}
