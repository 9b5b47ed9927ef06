package class

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"time"

	"socketworkshop/checker/program"
)

const (
	payload  = "payload" // the name of the file that is moved
	gibibyte = 1 << 30
)

// movings are what benchFiles measures.
var movings = [...]string{"put", "get", "put, summed", "get, summed"}

// A mover moves one file, again and again.
type mover struct {
	dir  string
	size int64  // bytes of the file
	sum  string // its SHA-256 in hex
}

// benchFiles measures how fast files go over loopback from one to another: put
// and get between a program's own server and caller, without checksums; and
// the two sides that make a checksum while the bytes come, the server of a put
// and the caller of a get. The yardstick is a bare io.Copy at both ends; where
// a checksum is made, into the file and the checksum at once.
func benchFiles(ctx context.Context, b *Bench, programs []program.Binary, scratch string, o BenchOptions) error {
	m := &mover{dir: scratch, size: o.Size}
	if err := m.makePayload(); err != nil {
		return err
	}
	b.What = fmt.Sprintf("%d MiB from file to file in %s, over loopback", m.size>>20, filepath.Dir(m.dir))
	for range o.Rounds {
		copied, err := m.copyBare(func(f *os.File) io.Writer { return f })
		if err != nil {
			return err
		}
		summed, err := m.copyBare(func(f *os.File) io.Writer { return io.MultiWriter(f, sha256.New()) })
		if err != nil {
			return err
		}
		m.note(b, 0, [...]time.Duration{copied, copied, summed, summed})
		for i, p := range programs {
			took, memory, err := m.measure(ctx, p)
			if err != nil {
				return fmt.Errorf("%s: %w", b.Columns[i+1], err)
			}
			m.note(b, i+1, took)
			b.Memory[i+1] = max(b.Memory[i+1], memory)
		}
	}
	return nil
}

// makePayload makes the file.
func (m *mover) makePayload() error {
	f, err := os.Create(m.path(payload))
	if err != nil {
		return err
	}
	hash := sha256.New()
	_, err = io.CopyN(io.MultiWriter(f, hash), rand.NewChaCha8([32]byte{}), m.size)
	m.sum = hex.EncodeToString(hash.Sum(nil))
	return errors.Join(err, f.Close())
}

func (m *mover) path(names ...string) string {
	return filepath.Join(append([]string{m.dir}, names...)...)
}

func (m *mover) note(b *Bench, column int, took [len(movings)]time.Duration) {
	for i, d := range took {
		b.add(movings[i], "GiB/s", column, float64(m.size)/gibibyte/d.Seconds())
	}
}

// copyBare moves the file with nothing but io.Copy, to what is made of the new file.
func (m *mover) copyBare(to func(*os.File) io.Writer) (time.Duration, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer ln.Close() // one caller is all there is
	sent := make(chan error, 1)
	begun := time.Now()
	go func() { sent <- m.sendBare(ln.Addr().String()) }()
	conn, err := ln.Accept()
	if err != nil {
		return 0, err
	}
	defer conn.Close() // only read
	f, err := os.Create(m.path("copy"))
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(to(f), conn)
	took := time.Since(begun)
	if err = errors.Join(err, <-sent, f.Close(), os.Remove(f.Name())); err == nil && n != m.size {
		err = fmt.Errorf("io.Copy took %d bytes, want %d", n, m.size)
	}
	return took, err
}

func (m *mover) sendBare(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	return errors.Join(m.pour(conn), conn.Close())
}

// pour sends the whole file.
func (m *mover) pour(conn net.Conn) error {
	f, err := os.Open(m.path(payload))
	if err != nil {
		return err
	}
	defer f.Close() // only read
	_, err = io.Copy(conn, f)
	return err
}
