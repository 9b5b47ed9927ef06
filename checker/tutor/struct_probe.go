package tutor

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Probes are what lesson11's program said when it was asked for other things
// than the row it had answered wrongly.
type Probes struct {
	Sign   bool // it packs the number that OtherSign has
	Texts  bool // it takes the 2 of 2s for two values
	Double bool // it prints a float64 with all its digits
	Holes  bool // it knows the hole before the number of bi
	Skips  bool // it leaves out the three bytes of <3xB
}

// OtherSign returns the words that pack, with the same format, a number which
// only the code of the other sign has: -1, or the highest one without a sign. It
// is nil where words pack anything else than one whole number.
func OtherSign(words []string) []string {
	if len(words) != 3 || words[0] != "pack" || !strings.ContainsAny(words[1], "bBhHiIlLqQ") {
		return nil
	}
	code := words[1][len(words[1])-1]
	if code < 'a' {
		return []string{"pack", words[1], "-1"}
	}
	long := 8
	if strings.ContainsAny(words[1][:1], "=<>!") {
		long = 4
	}
	bits := 8 * structSize(string(code), long, true, false)
	most := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	return []string{"pack", words[1], most.Sub(most, big.NewInt(1)).String()}
}

// A structValue is a value of a format and where it lies.
type structValue struct {
	code      byte
	at, width int
}

// structValues returns the values of a format that means something, as C lays
// them out where it is native.
func structValues(format string) (all []structValue) {
	native, at, count := !strings.ContainsAny(format[:1], "=<>!"), 0, -1
	for _, c := range []byte(format) {
		switch {
		case '0' <= c && c <= '9':
			count = max(count, 0)*10 + int(c-'0')
			continue
		case strings.ContainsRune("@=<>! ", rune(c)):
			continue
		}
		n, w := count, structSize(string(c), 4, false, false)
		if count < 0 {
			n = 1
		}
		if native {
			w = structSize(string(c), 8, false, false)
			at += (w - at%w) % w
		}
		switch c {
		case 's':
			all = append(all, structValue{c, at, n})
		case 'x':
		default:
			for i := range n {
				all = append(all, structValue{c, at + i*w, w})
			}
		}
		at, count = at+n*w, -1
	}
	return all
}

// read returns the value as it is printed, of a machine with the lowest byte
// first.
func (v structValue) read(data []byte) string {
	part := slices.Clone(v.in(data))
	slices.Reverse(part)
	bits := new(big.Int).SetBytes(part)
	switch v.code {
	case 's', 'c':
		return strconv.Quote(string(v.in(data)))
	case '?':
		return strconv.FormatBool(bits.Sign() != 0)
	case 'f':
		return strconv.FormatFloat(float64(math.Float32frombits(uint32(bits.Uint64()))), 'g', -1, 64)
	case 'd':
		return strconv.FormatFloat(math.Float64frombits(bits.Uint64()), 'g', -1, 64)
	}
	if v.code >= 'a' && part[0] > 127 {
		bits.Sub(bits, new(big.Int).Lsh(big.NewInt(1), uint(8*v.width)))
	}
	return bits.String()
}

// sameValue reports whether two lines show the same value.
func sameValue(got, want string) bool {
	a, err := strconv.ParseFloat(got, 64)
	b, err2 := strconv.ParseFloat(want, 64)
	return got == want || err == nil && err2 == nil && a == b && strings.ContainsAny(want, ".e")
}

// shifted reports whether each value that is wrong is one that stands some bytes
// before or behind its place.
func (e *Evidence) shifted() bool {
	got, want := strings.Split(string(e.Got), "\n"), strings.Split(string(e.Want), "\n")
	values := structValues(e.Args[1])
	data, err := hex.DecodeString(e.Args[len(e.Args)-1])
	if err != nil || len(got) != len(want) || len(values) != len(want) {
		return false
	}
	holes := structSize(e.Args[1], 8, true, false) - structSize(e.Args[1], 8, false, false)
	for i, v := range values {
		found := sameValue(got[i], want[i])
		for k := -7; k <= max(holes, 7) && !found; k++ {
			moved := structValue{v.code, v.at - k, v.width}
			found = moved.at >= 0 && moved.at+v.width <= len(data) && sameValue(got[i], moved.read(data))
		}
		if !found {
			return false
		}
	}
	return true
}

// miscounted reports whether there are more values than the format takes, or
// fewer.
func (e *Evidence) miscounted() bool { return len(e.Args)-2 != len(structValues(e.Args[1])) }

// ranOut reports whether the program died because it took what lies beyond the
// end of its bytes: it says so, or has crashed.
func (e *Evidence) ranOut() bool {
	short := e.Args[0] == "frame" || e.Args[0] == "unpack" && e.Saying != ""
	return short && e.Panicked() && (crashed(e) || beyondEnd.MatchString(e.Stderr))
}

// beyondEnd matches what languages say of bytes that are not there.
var beyondEnd = regexp.MustCompile(`(?i)out[ _]?of[ _]?(range|bounds)|IndexError|RangeError|cannot convert slice|requires a buffer|underflow`)

// frameBytes returns the frame that the program was given.
func (e *Evidence) frameBytes() []byte {
	data, _ := hex.DecodeString(e.Args[1]) // what is no frame has no bytes
	return data
}

// carriesTCP reports whether a frame says of itself that it holds IPv4 and TCP,
// or is too short to say otherwise.
func (e *Evidence) carriesTCP() bool {
	data := e.frameBytes()
	is := func(at int, want, mask byte) bool { return at >= len(data) || data[at]&mask == want }
	return is(12, 8, 255) && is(13, 0, 255) && is(14, 0x40, 0xf0) && is(23, 6, 255)
}

// hasTrailer reports whether a frame goes on behind the end that IPv4 names.
func (e *Evidence) hasTrailer() bool {
	data := e.frameBytes()
	return len(data) > 18 && len(data) > 14+int(binary.BigEndian.Uint16(data[16:]))
}

// lowestBits reports whether the row ends with the lowest bits of the last value,
// which has no room.
func lowestBits(e *Evidence) bool {
	values := structValues(e.Args[1])
	got, err := hex.DecodeString(strings.TrimSpace(string(e.Got)))
	value, ok := new(big.Int).SetString(e.Args[len(e.Args)-1], 10)
	if err != nil || !ok || len(values) == 0 {
		return false
	}
	last := values[len(values)-1]
	if len(got) != last.at+last.width {
		return false
	}
	room := new(big.Int).Lsh(big.NewInt(1), uint(8*last.width))
	bits := new(big.Int).Mod(value, room).FillBytes(make([]byte, last.width))
	back := slices.Clone(bits)
	slices.Reverse(back)
	return bytes.Equal(got[last.at:], bits) || bytes.Equal(got[last.at:], back)
}
