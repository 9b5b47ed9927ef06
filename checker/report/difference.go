package report

import (
	"encoding/binary"
	"fmt"
	"strings"

	"socketworkshop/checker/check"
)

const lengthSize = 4 // bytes of a length

// Difference shows the row of so many bytes in which what came left what was
// wanted, with a caret below the first wrong byte and what it is in words. It is
// "" where nothing came.
func Difference(f *check.Failure, width int) string {
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
	return fmt.Sprintf("wanted  %s\ngot     %s\n%s%s %s%s\n", part(d.Want), got,
		strings.Repeat(" ", len("wanted  ")), got.Caret(), firstWrong(d, at), whereWrong(f, at))
}

// whereWrong says in which part of which frame the first wrong byte stands,
// and what the length would be, read both ways.
func whereWrong(f *check.Failure, at int) string {
	part, frame := f.FrameOf(at)
	if frame == 0 {
		return ""
	}
	where := fmt.Sprintf(", in the %s of frame %d", part, frame)
	if at < lengthSize && min(len(f.Differs.Want), len(f.Differs.Got)) >= lengthSize {
		where += "\n" + lengths(f.Differs)
	}
	return where
}

// lengths says both lengths, wanted and got.
func lengths(d *check.Difference) string {
	return fmt.Sprintf("the length: wanted %d, got %d; with the highest byte first that is %d",
		int32(binary.LittleEndian.Uint32(d.Want)), int32(binary.LittleEndian.Uint32(d.Got)), int32(binary.BigEndian.Uint32(d.Got)))
}

// firstWrong says in words what stands at the first byte that differs.
func firstWrong(d *check.Difference, at int) string {
	name := func(b []byte) string {
		switch {
		case at >= len(b):
			return "nothing more"
		case ' ' < b[at] && b[at] <= '~':
			return fmt.Sprintf("%02x '%c'", b[at], b[at])
		}
		return fmt.Sprintf("%02x", b[at])
	}
	return fmt.Sprintf("byte %d: wanted %s, got %s", at, name(d.Want), name(d.Got))
}
