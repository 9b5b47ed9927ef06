package check

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// framing notes how the server's words are framed on this wire.
func (s *script) framing(args []string) {
	if !slices.Contains(wire.FrameKinds, args[0]) {
		s.misuse("frames %s: there is no such kind", args[0])
	}
	s.frames = args[0]
}

// frame sets a variable to a text in a frame.
func (s *script) frame(args []string) { s.ts.Setenv(args[0], framed(args[1])) }

func framed(text string) string { return int32Bytes(int32(len(text))) + text }

// int32Bytes returns the four bytes of a number, the lowest first.
func int32Bytes(n int32) string {
	return string(binary.LittleEndian.AppendUint32(nil, uint32(n)))
}

// int32 sets a variable to the four bytes of a number.
func (s *script) int32(args []string) {
	n, err := strconv.ParseInt(args[1], 10, 32)
	if err != nil {
		s.misuse("int32 %s: want a number from %d to %d", args[1], math.MinInt32, math.MaxInt32)
	}
	s.ts.Setenv(args[0], int32Bytes(int32(n)))
}

// cutText sets two variables to the parts of a text.
func (s *script) cutText(args []string) {
	n, err := strconv.Atoi(args[2])
	if err != nil || n < 1 || n >= len(args[1]) {
		s.misuse("cut %s: want a number of bytes inside of the text, which has %d", args[2], len(args[1]))
	}
	s.ts.Setenv(args[0], args[1][:n])
	s.ts.Setenv(args[0]+"_rest", args[1][n:])
}

// heard waits for a frame that begins with a head and holds at most some bytes
// behind it, among them a line.
func (s *script) heard(args []string) {
	c, head := s.conn(args[0]), []byte(args[1])
	least, more := s.slack("heard", args[2])
	var got []byte
	var end error
	o := s.await(func() bool { got, end = c.Heard(); return len(got) >= headerSize || end != nil })
	e := tutor.Evidence{Conn: c.Name, Got: got, Want: []byte(framed(args[1]))}
	switch {
	case len(got) >= headerSize:
	case end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "%s heard %s, and then the program hung up", c.Name, count(len(got), "byte"))
	default:
		e.Kind = tutor.NoReply
		s.failOn(o, e, "%s heard %d of the %d bytes of a header; the program %s", c.Name, len(got), headerSize, s.doing(o))
	}
	size := int(int32(binary.LittleEndian.Uint32(got)))
	if size < len(head) || size > len(head)+more {
		e.Kind = tutor.BadLength
		if all := s.comes(c, headerSize+size); all != nil {
			e.Kind, e.Got = tutor.WrongBytes, all // the length is true
		}
		s.fail(e, "the length is %d; want %d to %d", size, len(head), len(head)+more)
	}
	s.reply(c, got[:headerSize], size, head, least, args[3:])
}

// comes returns the first n bytes that come on a connection, or nil when fewer
// do.
func (s *script) comes(c *wire.Conn, n int) []byte {
	var got []byte
	s.await(func() bool {
		all, end := c.Heard()
		got = all
		return len(got) >= n || end != nil
	})
	if n < 0 || len(got) < n {
		return nil
	}
	return got[:n]
}

const headerSize = 4 // bytes of the length in front of a frame

// parts tells in how many segments a frame has come.
func (s *script) parts(args []string) {
	c := s.conn(args[0])
	n, ok := c.Segments()
	if !ok {
		s.unknown("the system does not show in how many segments something came")
	}
	s.figures = append(s.figures, count(n, "segment")+" for "+count(int(c.Came()), "byte"))
}
