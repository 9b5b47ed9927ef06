package report

import (
	"fmt"
	"strings"

	"socketworkshop/checker/check"
)

// A HexRow is one row of a hex dump.
type HexRow struct {
	Offset int    // of its first byte
	Hex    string // "6f 77 63", filled up with blanks
	Text   string // the same bytes as ASCII, a dot for all that is not printable
	Wrong  int    // which of its bytes, counted from 0, is the first wrong one; or -1
}

// A Dump is a hex dump of a part of an event, or of the rows of it that matter.
type Dump struct {
	Before int // bytes left out before the rows
	Rows   []HexRow
	After  int // bytes left out behind them, or not kept
}

// NewDump returns at most most rows of a part, each of width bytes: the first
// ones, or those around the first wrong byte.
func NewDump(p check.Part, width, most int) Dump {
	var all []HexRow
	focus := 0
	for at := 0; at < len(p.Bytes); at += width {
		b := p.Bytes[at:min(at+width, len(p.Bytes))]
		row := NewHexRow(b, p.Offset+at, width)
		if at <= p.Wrong && p.Wrong < at+width {
			row.Wrong, focus = p.Wrong-at, len(all)
		}
		all = append(all, row)
	}
	from, to := 0, min(most, len(all))
	if focus > 0 && focus >= to { // of a part too far behind no byte is kept, and no row
		from, to = focus-1, min(focus-1+most, len(all))
	}
	return Dump{from * width, all[from:to], p.Size - min(to*width, len(p.Bytes))}
}

// NewHexRow shows at most width bytes, the first of which stands at an offset.
func NewHexRow(b []byte, offset, width int) HexRow {
	hex := fmt.Sprintf("%-*s", 3*width-1, fmt.Sprintf("% x", b))
	return HexRow{offset, hex, ascii(b), -1}
}

// String returns the row as text: "0000  6f 77 63  |owc|".
func (r HexRow) String() string { return fmt.Sprintf("%04x  %s  |%s|", r.Offset, r.Hex, r.Text) }

// Caret returns what stands below the row, under its wrong byte, or "".
func (r HexRow) Caret() string {
	if r.Wrong < 0 {
		return ""
	}
	return strings.Repeat(" ", len(fmt.Sprintf("%04x  ", r.Offset))+3*r.Wrong) + "^^"
}

// ascii returns the printable ASCII characters of b, and a dot for all else.
func ascii(b []byte) string {
	text := make([]byte, len(b))
	for i, c := range b {
		text[i] = '.'
		if ' ' <= c && c <= '~' {
			text[i] = c
		}
	}
	return string(text)
}

// Window returns which part of n things to show when there is room for so many:
// the one in focus, some behind it, and as many before it as fit.
func Window(n, focus, room int) (from, to int) {
	to = min(n, focus+1+room/4)
	from = max(0, to-room)
	return from, min(n, from+room)
}
