package check

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	chinese = "你好世界电话套接字粘包网络编程学习服务器客户端中文字符长度消息时间文件目录用户密码"
	obeyed  = "\x1b[2J\x1b]0;owned\x07\r\n[127.0.0.1:1] forged\x00\b\t\x7f\xc2\x9b31m\x9b\x85\xc2\x85"
	odd     = "\x00\x01\x1b\t\r\n%d%s%n%%\\\"'{}[]:,<>&|;$`~"
)

// randomValue sets a variable to random text and the one in capitals to the
// same text in capitals.
func (s *script) randomValue(args []string) {
	n, err := strconv.Atoi(args[2])
	if err != nil || n < 1 || args[0] != strings.ToLower(args[0]) {
		s.misuse("random %s: want a name in small letters, a kind and a number", strings.Join(args, " "))
	}
	var value string
	switch args[1] {
	case "words":
		value = s.words(n)
	case "letters":
		value = s.pick(n, letters[:52])
	case "chinese":
		value = s.pick(n, letters[:26]+chinese)
	case "han":
		value = s.pick(n, chinese)
	case "controls":
		all := controls()
		value = strings.Repeat(all, n/len(all)+1)[:n]
	case "broken":
		value = strings.Repeat("\xff\xfe\xc3", n/3+1)[:n]
	case "nuls":
		value = "\x00" + s.pick(n, letters) + "\x00"
	case "strange":
		value = s.strange(n)
	case "raw":
		value = s.raw(n)
	default:
		s.misuse("random: no kind %q", args[1])
	}
	s.ts.Setenv(args[0], value)
	s.ts.Setenv(strings.ToUpper(args[0]), string(tutor.Upper([]byte(value))))
}

// words returns n bytes of ASCII with blanks inside, not at the ends. The
// first bytes are small letters, so that the capitals differ.
func (s *script) words(n int) string {
	text := []byte(s.pick(n, letters[:26]+letters+"  "))
	copy(text, s.pick(min(n, 3), letters[:26]))
	text[n-1] = s.pick(1, letters)[0]
	for i := 1; i < n; i++ {
		if text[i-1] == ' ' && text[i] == ' ' {
			text[i] = s.pick(1, letters)[0] // two would show a mistake now and then
		}
	}
	return string(text)
}

// raw returns n bytes of ASCII that a careless program trims, formats or cuts.
func (s *script) raw(n int) string {
	const head, tail = "  ", " \t\n"
	inside := n - len(head) - len(tail) - len(odd)
	if inside < 8 {
		s.misuse("random raw: want at least %d bytes", n-inside+8)
	}
	return head + s.pick(inside/2, letters) + odd + s.pick(inside-inside/2, letters) + tail
}

// strange returns n letters and what an imitation of Go's %q easily gets wrong:
// the rarer escapes, DEL, what looks like UTF-8 and is none, and what stays as it
// is, be it the character that stands for what is none.
func (s *script) strange(n int) string {
	const tail = "\a\v\f\x7f你😀\ufffd\xed\xa0\x80.\xc0\x80"
	return s.pick(n, letters) + tail
}

// pick returns n random characters of those in from, the first one of its
// first 26.
func (s *script) pick(n int, from string) string {
	runes := []rune(from)
	text := make([]rune, n)
	for i := range text {
		text[i] = runes[s.random.IntN(len(runes))]
	}
	text[0] = runes[s.random.IntN(min(26, len(runes)))]
	return string(text)
}

// moments are the times that a program is told to wait for something that does
// not come: the first, one for when it failed with that, and one for when the
// checker was late even then.
var moments = [...]time.Duration{100 * time.Millisecond, 500 * time.Millisecond, 4 * time.Second}

// limits are the same for commands, which must start and print in that time.
var limits = [len(moments)]time.Duration{300 * time.Millisecond, time.Second, 5 * time.Second}

// lastPace reports whether there is no longer time to try.
func (s *script) lastPace() bool { return s.pace == len(moments)-1 }

// moment sets a variable to a short time, always in milliseconds: who misreads
// the unit does so each time.
func (s *script) moment(args []string) {
	s.hurry = moments[s.pace]
	text := fmt.Sprintf("%dms", s.hurry.Milliseconds())
	if s.spelt {
		s.hurry = time.Second
		text = s.hurry.String()
	}
	s.ts.Setenv(args[0], text)
}

// limit sets a variable to a short time for a command, and others to most of it and
// to a part, which a command may take for itself: the rest is for a busy machine.
func (s *script) limit(args []string) {
	s.hurry, s.limited = limits[s.pace], true
	s.ts.Setenv(args[0], s.hurry.String())
	s.ts.Setenv(args[0]+"_most", fmt.Sprintf("%.2f", 0.6*s.hurry.Seconds()))
	s.ts.Setenv(args[0]+"_part", fmt.Sprintf("%.2f", 0.52*s.hurry.Seconds()))
}

const addressDraws = 100

// draw returns an address on loopback, on Linux of a host in 127.0.0.0/8 that
// no other check is likely to draw. It does not depend on the seed, so that
// the same run twice at the same time has two addresses.
func draw() netip.AddrPort {
	host := [4]byte{127, 0, 0, 1}
	if runtime.GOOS == "linux" {
		host = [4]byte{127, byte(1 + rand.IntN(254)), byte(rand.IntN(256)), byte(1 + rand.IntN(254))}
	}
	return netip.AddrPortFrom(netip.AddrFrom4(host), uint16(20000+rand.IntN(12000)))
}

// reserve returns an address that nobody uses, and holds it.
func (s *script) reserve() (netip.AddrPort, io.Closer) {
	for range addressDraws {
		addr := draw()
		if held, err := wire.Reserve(addr); err == nil {
			return addr, held
		}
	}
	s.unknown("no free address on loopback in %d tries", addressDraws)
	return netip.AddrPort{}, nil
}

// address sets a variable to an address that nobody uses now.
func (s *script) address(args []string) {
	addr, held := s.reserve()
	_ = held.Close() // it is for the program
	s.ts.Setenv(args[0], addr.String())
	s.ts.Setenv(args[0]+"_host", addr.Addr().String())
	s.ts.Setenv(args[0]+"_port", strconv.Itoa(int(addr.Port())))
}

// nobody sets a variable to an address that nobody uses while the check runs.
func (s *script) nobody(args []string) {
	addr, held := s.reserve()
	s.reserved = append(s.reserved, held)
	s.ts.Setenv(args[0], addr.String())
}
