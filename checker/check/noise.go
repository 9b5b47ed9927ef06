package check

import (
	"encoding/binary"
	"io"
	"math/rand/v2"
	"strconv"
)

// noise returns a reader of n random bytes, of all values.
func (s *script) noise(text string) (io.Reader, int64) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		s.misuse("%s: want a number of bytes", text)
	}
	seed := [32]byte(s.octets(32))
	if n <= babbleBlock {
		return io.LimitReader(rand.NewChaCha8(seed), n), n
	}
	return io.LimitReader(newBabble(seed), n), n
}

// octets returns n random bytes, of all values, where they are few.
func (s *script) octets(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(s.random.Uint64())
	}
	return b
}

const babbleBlock = 64 << 10 // bytes

// A babble is a random block again and again, with another number at its
// beginning each time. Random bytes throughout would take longer to make than
// to send.
type babble struct {
	block   []byte
	at      int    // in the block
	counter uint64 // of blocks
}

func newBabble(seed [32]byte) *babble {
	n := &babble{block: make([]byte, babbleBlock)}
	source := rand.NewChaCha8(seed)
	_, _ = source.Read(n.block) // never fails
	n.counter = source.Uint64()
	return n
}

func (n *babble) Read(p []byte) (int, error) {
	if n.at == 0 {
		binary.BigEndian.PutUint64(n.block, n.counter)
		n.counter++
	}
	m := copy(p, n.block[n.at:])
	n.at = (n.at + m) % len(n.block)
	return m, nil
}
