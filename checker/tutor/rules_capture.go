package tutor

import (
	"slices"
	"strings"
)

// captureRules are about the layers of a captured frame in lesson11.
var captureRules = []Rule{
	{
		Mistake: "dst-comes-first",
		Needs:   "the two addresses of a layer are exchanged",
		Say:     "The two addresses are exchanged. In Ethernet the destination comes first, in IPv4 the source.",
		Matches: layers(func(got, want []string) bool {
			return swapped(line(got, 0), line(want, 0)) || swapped(line(got, 1), line(want, 1))
		}),
	},
	{
		Mistake: "ip-options-not-skipped",
		Needs:   "the first two layers are right, and TCP is printed and not right, in a frame with IPv4 options",
		Say:     "IPv4's header is not always 20 bytes long: its lowest four bits say how many words of four bytes it has. What TCP is begins behind them.",
		Matches: is(BadOutput, word("frame"), not(plainHeader), layers(func(got, want []string) bool {
			return sameTo(got, want, 2) && strings.HasPrefix(line(got, 2), "tcp ") && line(got, 2) != line(want, 2) && !sameSorted(line(got, 2), line(want, 2))
		})),
	},
	{
		Mistake: "flags-in-another-order",
		Needs:   "the right flags in another order",
		Say:     "The flags are right, but in another order than FIN SYN RST PSH ACK URG ECE CWR, which is that of their bits, the lowest first.",
		Matches: layers(func(got, want []string) bool {
			return sameTo(got, want, 2) && numbers(line(got, 2)) == numbers(line(want, 2)) && line(got, 2) != line(want, 2) && sameSorted(line(got, 2), line(want, 2))
		}),
	},
	{
		Mistake: "signedness",
		Needs:   "a negative number in one of the first three layers",
		Say:     "A number of a header came out negative, and none of them has a sign: the highest bit counts like the others. Take them as uint8, uint16 and uint32.",
		Matches: layers(func(got, want []string) bool {
			return slices.ContainsFunc(got[:min(len(got), 3)], func(l string) bool { return strings.Contains(l, " -") })
		}),
	},
	{
		Mistake: "tcp-numbers-wrong",
		Needs:   "the first two layers are right, and TCP's line is not, in a frame without IPv4 options",
		Say:     "TCP's line is wrong. Its header begins behind IPv4's: two bytes each for the ports, four for the number, all with the highest byte first.",
		Matches: layers(func(got, want []string) bool {
			return sameTo(got, want, 2) && numbers(line(got, 2)) != numbers(line(want, 2)) && strings.HasPrefix(line(got, 2), "tcp sport ")
		}),
	},
	{
		Mistake: "trailer-taken-for-payload",
		Needs:   "bytes behind the end that IPv4 names are in the payload",
		Say:     "The payload ends where IPv4's total length says. Ethernet fills short frames up with bytes that mean nothing.",
		Matches: is(BadOutput, word("frame"), (*Evidence).hasTrailer, layers(func(got, want []string) bool {
			return sameTo(got, want, 3) && len(line(got, 3)) > len(line(want, 3)) && strings.HasPrefix(line(got, 3), strings.TrimSuffix(line(want, 3), `"`))
		})),
	},
	{
		Mistake: "tcp-options-not-skipped",
		Needs:   "all headers are right, and bytes of TCP's options are in the payload",
		Say:     "TCP's header is not always 20 bytes long: the four highest bits of its byte 12 say how many words of four bytes it has. The payload begins behind them.",
		Matches: layers(func(got, want []string) bool {
			return sameTo(got, want, 3) && strings.HasPrefix(line(want, 3), "payload ") && len(line(got, 3)) > len(line(want, 3)) && strings.HasSuffix(line(got, 3), strings.TrimPrefix(line(want, 3), `payload "`))
		}),
	},
}

// plainHeader reports whether the frame's IPv4 header has no options: version
// 4 and five words.
func plainHeader(e *Evidence) bool { return len(e.Args[1]) > 30 && e.Args[1][28:30] == "45" }

// layers returns a condition on the lines that frame printed.
func layers(matches func(got, want []string) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		return word("frame")(e) && e.Kind == BadOutput &&
			matches(strings.Split(string(e.Got), "\n"), strings.Split(string(e.Want), "\n"))
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// numbers returns what stands before the flags in TCP's line.
func numbers(line string) string {
	before, _, _ := strings.Cut(line, " flags ")
	return before
}

// sameTo reports whether the first n lines are the same.
func sameTo(got, want []string, n int) bool {
	return len(got) >= n && len(want) >= n && slices.Equal(got[:n], want[:n])
}

func sameSorted(a, b string) bool {
	return slices.Equal(slices.Sorted(slices.Values([]byte(a))), slices.Sorted(slices.Values([]byte(b))))
}

// swapped reports whether a line has the third and the fifth word of the other
// exchanged.
func swapped(got, want string) bool {
	a, b := strings.Fields(got), strings.Fields(want)
	return len(a) > 4 && len(b) > 4 && a[2] == b[4] && a[4] == b[2] && a[2] != a[4]
}
