package check

import (
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

func (s *script) ipv6([]string) {
	ln, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		s.stop(Skip, "this machine has no IPv6")
	}
	_ = ln.Close() // it was only tried
}

// newPath returns a path in the folder of the check at which nothing stands.
func (s *script) newPath(name string) string {
	for i := 0; ; i++ {
		path := filepath.Join(s.dir, fmt.Sprint(name, i))
		if _, err := os.Lstat(path); err != nil {
			return path
		}
	}
}

func (s *script) path(args []string) { s.ts.Setenv(args[0], s.newPath(args[0])) }

func (s *script) folder(args []string) {
	path := s.newPath(args[0])
	if err := os.Mkdir(path, 0o777); err != nil {
		s.unknown("making a folder: %v", err)
	}
	s.ts.Setenv(args[0], path)
}

// whatStands returns what stands at a path, and the text of a file.
func whatStands(path string) (kind, text string) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return "nothing", ""
	case info.Mode()&os.ModeSocket != 0:
		return "socket", ""
	case info.IsDir():
		return "folder", ""
	case info.Mode()&os.ModeNamedPipe != 0:
		return "fifo", ""
	case info.Mode().IsRegular():
		content, _ := os.ReadFile(path) // what cannot be read has changed
		return "file", string(content)
	}
	return info.Mode().Type().String(), ""
}

// stands looks at a path.
func (s *script) stands(args []string) {
	kind, text := whatStands(args[0])
	e := tutor.Evidence{Kind: tutor.WrongFile, Conn: s.lastConn(), Want: []byte(args[1]), Got: []byte(kind)}
	switch {
	case kind != args[1]:
		s.fail(e, "at the path stands %s; want %s", kind, args[1])
	case len(args) > 2 && text != args[2]:
		s.fail(e, "the file at the path has another content than before")
	}
}

// plantStale lays the socket file of a server that is dead.
func plantStale(path string) error {
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return err
	}
	ln.SetUnlinkOnClose(false)
	return ln.Close()
}

// crash ends the program, with all that it has started, as a power cut would.
func (s *script) crash([]string) {
	p, held := s.process(), slices.Collect(maps.Keys(s.listening()))
	for _, inode := range held {
		on, err := p.Reuse(inode)
		s.reuse = s.reuse || err == nil && on // unseen: a rule less
	}
	if err := p.Crash(); err != nil {
		s.fail(tutor.Evidence{Kind: tutor.EndedEarly, Conn: s.lastConn()}, "the program %s before it was killed", s.doing(exited))
	}
	s.log.Note("", "checker", "kills the program")
	s.released(held)
}

// released waits until the listening sockets of a killed program are gone: the
// first of its threads may have ended before the last, which holds them.
func (s *script) released(held []uint64) {
	for end := time.Now().Add(lateLimit); time.Now().Before(end); <-time.After(time.Millisecond) {
		tcp, _ := wire.Listening(held) // none where they are not shown
		if len(tcp)+len(wire.UnixListening(held)) == 0 {
			return
		}
	}
	s.unknown("the killed program's socket is still there")
}

// pause does nothing for a fifth of a time that the program was told, or for
// more of them. It is what a check about times is about, and waits for nothing.
func (s *script) pause(args []string) {
	told := s.duration("pause", args[0])
	fifths := 1
	if len(args) > 1 {
		fifths = s.number("pause", args[1])
	}
	s.waited = true
	p := pause{s.log.Now(), time.Duration(fifths) * told / 5}
	s.pauses = append(s.pauses, p)
	<-time.After(p.lasts)
}

func (s *script) narrow(args []string) {
	addr, end, err := wire.Narrow()
	if err != nil {
		s.unknown("no address can be made where calls are not taken: %v", err)
	}
	s.reserved = append(s.reserved, closer(end))
	s.ts.Setenv(args[0], addr)
}

type closer func()

func (c closer) Close() error { c(); return nil }

func (s *script) options(args []string) {
	told := flagValue(args, "-addr")
	if told == "" {
		told = s.checkersAddr()
	}
	s.start("options", "options", told, args)
}

// lists looks at the lines that the program prints about its socket.
func (s *script) lists(args []string) {
	c := s.conn(args[0])
	s.ended()
	found := map[string]string{}
	for line := range strings.Lines(string(s.prog.Stdout.Bytes())) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		found[strings.ToLower(name)] = strings.TrimSpace(value)
	}
	want := map[string]func(string) bool{
		"local":  func(v string) bool { return v == c.Remote().String() },
		"remote": func(v string) bool { return v == c.Local().String() },
		"sndbuf": isSize, "rcvbuf": isSize, "nodelay": isFlag, "keepalive": isFlag, "reuseaddr": isFlag,
	}
	for _, name := range []string{"local", "remote", "nodelay", "keepalive", "sndbuf", "rcvbuf", "reuseaddr"} {
		if v, ok := found[name]; !ok || !want[name](v) {
			e := tutor.Evidence{Kind: tutor.BadOption, Conn: c.Name, Got: []byte(v), Fault: name}
			s.fail(e, "the option %s is %q; the connection is from %v to %v", name, v, c.Remote(), c.Local())
		}
	}
	s.ownBuffers(c, found)
}

// ownBuffers makes sure that the buffers are not those of a socket that is not
// connected, nor taken for each other. A program may have set them to other sizes
// than those that the kernel gives to the checker's own connection.
func (s *script) ownBuffers(c *wire.Conn, found map[string]string) {
	fresh, own, err := wire.Buffered(s.listener.Addr())
	if err != nil || fresh == own || own.Send == own.Receive {
		return // that they are sizes is all that is known
	}
	var said wire.Buffers
	said.Send, _ = strconv.Atoi(found["sndbuf"]) // it is a size
	said.Receive, _ = strconv.Atoi(found["rcvbuf"])
	e := tutor.Evidence{Kind: tutor.BadOption, Conn: c.Name, Got: []byte(found["sndbuf"]), Fault: "sndbuf"}
	switch said {
	case fresh:
		s.fail(e, "sndbuf is %d and rcvbuf %d, as of a socket that is not connected; of a connection they are %d and %d", said.Send, said.Receive, own.Send, own.Receive)
	case wire.Buffers{Send: own.Receive, Receive: own.Send}:
		s.fail(e, "sndbuf is %d and rcvbuf %d; of a connection they are %d and %d, the other way round", said.Send, said.Receive, own.Send, own.Receive)
	}
}

func isSize(v string) bool {
	n, err := strconv.Atoi(v)
	return err == nil && n >= 1024
}

// isFlag reports whether a value is one of yes or no. Not every system says 1 for
// yes: some give the bit that is set.
func isFlag(v string) bool {
	n, err := strconv.Atoi(v)
	return err == nil && (n == 0 || n == 1 || n > 0 && runtime.GOOS != "linux") || v == "true" || v == "false"
}
