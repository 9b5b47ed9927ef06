package report

import (
	"encoding/binary"
	"fmt"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
)

const lengthSize = 4 // bytes of a length

// Difference shows the row of so many bytes in which what came left what was
// wanted, with a caret below the first wrong byte and what it is in words. It is
// "" where nothing came.
func Difference(words language.Catalogue, f *check.Failure, width int) string {
	d := f.Differs
	if d == nil || len(d.Got) == 0 {
		return ""
	}
	at := d.First()
	row := at / width * width
	part := func(b []byte) HexRow {
		return NewHexRow(b[min(row, len(b)):min(row+width, len(b))], row, width)
	}
	got := part(d.Got)
	got.Wrong = at - row
	wanted := words.Sprintf("wanted  %s", "")
	return fmt.Sprintf("%s%s\n%s%s\n%s%s %s%s\n", wanted, part(d.Want), language.Pad(words.Sprintf("got     %s", ""), language.Columns(wanted)), got,
		strings.Repeat(" ", language.Columns(wanted)), got.Caret(), firstWrong(words, d, at), whereWrong(words, f, at))
}

// whereWrong says in which part of which frame the first wrong byte stands,
// and what the length would be, read both ways.
func whereWrong(words language.Catalogue, f *check.Failure, at int) string {
	part, frame := f.FrameOf(at)
	if frame == 0 {
		return ""
	}
	where := words.Sprintf(", in the %s of frame %d", words.In(part), frame)
	if at < lengthSize && min(len(f.Differs.Want), len(f.Differs.Got)) >= lengthSize {
		where += "\n" + lengths(words, f.Differs)
	}
	return where
}

// lengths says both lengths, wanted and got.
func lengths(words language.Catalogue, d *check.Difference) string {
	return words.Sprintf("the length: wanted %d, got %d; with the highest byte first that is %d",
		int32(binary.LittleEndian.Uint32(d.Want)), int32(binary.LittleEndian.Uint32(d.Got)), int32(binary.BigEndian.Uint32(d.Got)))
}

// firstWrong says in words what stands at the first byte that differs.
func firstWrong(words language.Catalogue, d *check.Difference, at int) string {
	name := func(b []byte) string {
		switch {
		case at >= len(b):
			return words.In("nothing more")
		case ' ' < b[at] && b[at] <= '~':
			return fmt.Sprintf("%02x '%c'", b[at], b[at])
		}
		return fmt.Sprintf("%02x", b[at])
	}
	return words.Sprintf("byte %d: wanted %s, got %s", at, name(d.Want), name(d.Got))
}
