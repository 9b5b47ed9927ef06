package main

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"strconv"
	"strings"
)

// This file is given and needs no change.

// codes are the letters of a format. A capital letter is a number without a
// sign.
const codes = "xcbB?hHiIlLqQfds"

// They bound the memory that a format can ask for.
const maxValues, maxBytes = 1 << 22, 1 << 30

// A field is a letter of a format and the number before it.
type field struct {
	code  byte
	count int
}

// A format says how values lie in a row of bytes.
type format struct {
	order  byte // '@', '=', '<' or '>'
	fields []field
}

// native reports whether the format is that of the machine, with sizes and
// holes as its C compiler has them.
func (f format) native() bool { return f.order == '@' }

// A place is where a value lies in a row of bytes.
type place struct {
	code      byte
	at, width int
}

// parse reads a format as Python's struct has it: an order, then letters with
// numbers before them and blanks between.
func parse(text string) (format, error) {
	f := format{order: '@'}
	if text != "" && strings.IndexByte("@=<>!", text[0]) >= 0 {
		f.order, text = text[0], text[1:]
	}
	if f.order == '!' {
		f.order = '>' // the order of the network
	}
	total := 0 // bytes, without the holes
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		letters := strings.TrimLeft(text, "0123456789")
		number := text[:len(text)-len(letters)]
		if letters == "" {
			return f, fmt.Errorf("the format ends with the number %s and no letter", number)
		}
		if strings.IndexByte(codes, letters[0]) < 0 {
			return f, fmt.Errorf("want one of %q in a format, got %q", codes, letters[0])
		}
		count, err := strconv.Atoi(number)
		if number == "" {
			count, err = 1, nil
		}
		if err != nil {
			return f, fmt.Errorf("the number before %q: %w", letters[0], err)
		}
		if letters[0] != 's' && letters[0] != 'x' && count > maxValues {
			return f, fmt.Errorf("want at most %d values of a kind, got %d", maxValues, count)
		}
		total += min(count, maxBytes+1) * f.width(letters[0])
		if total > maxBytes {
			return f, fmt.Errorf("want a format of at most %d bytes, got one of %d or more", maxBytes, total)
		}
		f.fields = append(f.fields, field{letters[0], count})
		text = letters[1:]
	}
	return f, nil
}

// width returns how many bytes a value of this code takes.
func (f format) width(code byte) int {
	switch code {
	case 'h', 'H':
		return 2
	case 'i', 'I', 'f':
		return 4
	case 'q', 'Q', 'd':
		return 8
	case 'l', 'L':
		if f.native() && runtime.GOOS != "windows" {
			return strconv.IntSize / 8 // C's long is as wide as a pointer there
		}
		return 4
	}
	return 1
}

// big reports whether the highest byte of a number goes first (big-endian).
func (f format) big() bool {
	if f.order == '@' || f.order == '=' {
		return binary.NativeEndian.Uint16([]byte{1, 0}) != 1
	}
	return f.order == '>'
}
