package main

import (
	"strings"

	"github.com/fatih/color"
)

// A palette colours text; without colours it leaves it as it is.
type palette struct {
	good, bad, dull, head func(a ...any) string
}

// newPalette returns the colours for auto, always or never. With auto,
// fatih/color looks at NO_COLOR, TERM and the terminal.
func newPalette(when string) palette {
	paint := func(attributes ...color.Attribute) func(...any) string {
		c := color.New(attributes...)
		switch when {
		case "always":
			c.EnableColor()
		case "never":
			c.DisableColor()
		}
		return c.SprintFunc()
	}
	return palette{
		good: paint(color.FgGreen), bad: paint(color.FgRed, color.Bold),
		dull: paint(color.Faint), head: paint(color.Bold),
	}
}

// indent puts each line of text behind margin.
func indent(margin, text string) string {
	return margin + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+margin) + "\n"
}
