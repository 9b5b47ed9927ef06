package class

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"socketworkshop/checker/program"
)

// measure moves the file with a program in all the ways, each once, and looks
// at what has arrived.
func (m *mover) measure(ctx context.Context, b program.Binary) (took [len(movings)]time.Duration, memory int64, err error) {
	for _, dir := range []string{"server", "caller"} {
		if err := os.Mkdir(m.path(dir), 0o777); err != nil {
			return took, 0, err
		}
		defer os.RemoveAll(m.path(dir)) // it is made anew for the next
	}
	if err := os.Link(m.path(payload), m.path("caller", payload)); err != nil {
		return took, 0, err
	}
	server, err := startRun(b, m.dir, "serve", "-addr", "127.0.0.1:0", "-dir", m.path("server"))
	if err != nil {
		return took, 0, err
	}
	defer server.Stop()
	addr, err := server.listening(ctx)
	if err != nil {
		return took, 0, err
	}
	if took[0], took[1], err = m.both(ctx, b, addr, &memory); err != nil {
		return took, 0, err
	}
	if took[2], err = m.putSummed(addr); err != nil {
		return took, 0, fmt.Errorf("put with a checksum: %w", err)
	}
	memory = max(memory, server.memory())
	if err := errors.Join(m.arrived("server"), os.Remove(m.path("server", payload))); err != nil {
		return took, 0, err
	}
	if took[3], err = m.getSummed(ctx, b, &memory); err != nil {
		return took, 0, fmt.Errorf("get with a checksum: %w", err)
	}
	return took, memory, nil
}

// both lets the program's caller put the file and get it, without checksums.
func (m *mover) both(ctx context.Context, b program.Binary, addr string, memory *int64) (put, get time.Duration, err error) {
	caller, err := startRun(b, m.dir, "call", "-nosum", "-addr", addr, "-dir", m.path("caller"))
	if err != nil {
		return 0, 0, err
	}
	defer caller.Stop()
	if put, err = caller.does(ctx, "put "+payload); err != nil {
		return 0, 0, err
	}
	if err := errors.Join(m.arrived("server"), m.swap()); err != nil {
		return 0, 0, err
	}
	if get, err = caller.does(ctx, "get "+payload); err != nil {
		return 0, 0, err
	}
	*memory = max(*memory, caller.memory())
	return put, get, errors.Join(m.arrived("caller"), os.Remove(m.path("caller", payload)), os.Remove(m.path("server", payload)))
}

// swap gives the file itself to the server, and leaves the caller none. So no
// more memory is in use when it comes back, and the same memory again.
func (m *mover) swap() error {
	return errors.Join(
		os.Remove(m.path("server", payload)), os.Remove(m.path("caller", payload)),
		os.Link(m.path(payload), m.path("server", payload)))
}

// arrived makes sure that a file has the right size. That its bytes are right,
// the checks say, and the checksums.
func (m *mover) arrived(dir string) error {
	info, err := os.Stat(m.path(dir, payload))
	if err == nil && info.Size() != m.size {
		err = fmt.Errorf("%d bytes have arrived, want %d", info.Size(), m.size)
	}
	return err
}

// A note is a request or a reply of lesson14.
type note struct {
	Cmd      string `json:"cmd,omitempty"`
	Filename string `json:"filename"`
	Filesize int64  `json:"filesize,omitempty"`
	SHA256   string `json:"sha256,omitempty"`
	Status   string `json:"status,omitempty"`
	Message  string `json:"message,omitempty"`
}

const maxNote = 64 << 10 // bytes

func writeNote(w io.Writer, n note) error {
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = w.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body...))
	return err
}

func readNote(r io.Reader) (n note, err error) {
	var size uint32
	if err := binary.Read(r, binary.LittleEndian, &size); err != nil {
		return n, err
	}
	if size > maxNote {
		return n, fmt.Errorf("a message of %d bytes, want at most %d", size, maxNote)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		return n, err
	}
	return n, json.NewDecoder(bytes.NewReader(body)).Decode(&n)
}

// putSummed puts the file to the program's server, which has its checksum to
// make.
func (m *mover) putSummed(addr string) (time.Duration, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return 0, err
	}
	defer conn.Close() // the reply has come, or an error is told
	if err := conn.SetDeadline(time.Now().Add(runLimit)); err != nil {
		return 0, err
	}
	begun := time.Now()
	if err := writeNote(conn, note{Cmd: "put", Filename: payload, Filesize: m.size, SHA256: m.sum}); err != nil {
		return 0, err
	}
	if err := m.pour(conn); err != nil {
		return 0, err
	}
	reply, err := readNote(conn)
	if err == nil && reply.Status != "ok" {
		err = fmt.Errorf("the server says %q", reply.Message)
	}
	return time.Since(begun), err
}

// getSummed lets the program's caller get the file, and make its checksum.
func (m *mover) getSummed(ctx context.Context, b program.Binary, memory *int64) (time.Duration, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer ln.Close() // one caller is all there is
	caller, err := startRun(b, m.dir, "call", "-addr", ln.Addr().String(), "-dir", m.path("caller"))
	if err != nil {
		return 0, err
	}
	defer caller.Stop()
	sent := make(chan error, 1)
	go func() { sent <- m.serveOnce(ln) }()
	took, err := caller.does(ctx, "get "+payload)
	if err != nil {
		return 0, err
	}
	*memory = max(*memory, caller.memory())
	return took, errors.Join(<-sent, m.arrived("caller"))
}

// serveOnce sends the file to one caller.
func (m *mover) serveOnce(ln net.Listener) error {
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	defer conn.Close() // the caller hears no more
	if err := conn.SetDeadline(time.Now().Add(runLimit)); err != nil {
		return err
	}
	if _, err := readNote(conn); err != nil {
		return err
	}
	if err := writeNote(conn, note{Status: "ok", Filename: payload, Filesize: m.size, SHA256: m.sum}); err != nil {
		return err
	}
	return m.pour(conn)
}
