package check

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"socketworkshop/checker/wire"
)

// asking says a request of lesson14 and returns the JSON of the reply.
func asking(conn net.Conn, request string) (string, error) {
	if _, err := io.WriteString(conn, request); err != nil {
		return "", err
	}
	if err := conn.SetReadDeadline(time.Now().Add(filesLimit)); err != nil {
		return "", err
	}
	var size [lengthSize]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return "", err
	}
	reply := make([]byte, binary.LittleEndian.Uint32(size[:]))
	if _, err := io.ReadFull(conn, reply); err != nil {
		return "", fmt.Errorf("a reply that is cut: %w", io.ErrUnexpectedEOF)
	}
	return string(reply), nil
}

// silence lets n callers come who say nothing, and stay until the test is over.
func silence(t *testing.T, addr string, n int) {
	for i := range n {
		conn, err := net.DialTimeout("tcp", addr, filesLimit)
		if err != nil {
			t.Fatalf("caller %d: %v", i+1, err)
		}
		t.Cleanup(func() { _ = conn.Close() }) // nothing was said
	}
}

// answered lets one caller ask for a.txt, and returns how long the reply took.
func answered(t *testing.T, addr string) time.Duration {
	conn, err := net.DialTimeout("tcp", addr, filesLimit)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() // all has been heard
	begun := time.Now()
	reply, err := asking(conn, framed(`{"cmd":"get","filename":"a.txt"}`))
	if err != nil || !strings.Contains(reply, `"ok"`) {
		t.Fatalf("the one who talks heard %q, %v", reply, err)
	}
	return time.Since(begun)
}

// TestTenThousandCallers lets ten thousand callers come who say nothing, or as
// many as there are descriptors for, which is more than any backlog holds, and
// then one who talks. It prints how much memory a caller takes.
func TestTenThousandCallers(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it takes seconds")
	}
	binary := solution(t, "lesson16")
	n, most := 10_000, 10_000
	if room, err := wire.Descriptors(); err == nil {
		n = min(n, room-room/spareShare)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.txt"), []byte("hello"))
	p, addr := serveFiles(t, binary, dir, "-max", "20000")
	before, err := p.Resident()
	if err != nil {
		t.Skipf("skipped: %v", err)
	}
	silence(t, addr, n)
	took := answered(t, addr)
	eventually(t, "all are taken", func() bool { held, _, err := p.Descriptors(); return err != nil || len(held) > n })
	after, err := p.Resident()
	if err != nil {
		t.Fatal(err)
	}
	each := (after - before) / int64(n)
	if n < most {
		t.Logf("there are no descriptors for %d callers, only for %d", most, n)
	}
	t.Logf("%d callers who say nothing: %d bytes of memory each; one who talks was answered in %v", n, each, took)
	if each > 8<<10 {
		t.Errorf("%d bytes of memory for a caller who says nothing; want at most 8 KiB", each)
	}
}
