package check

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// An answer is a row of testdata/strftime/answers.tsv: what the C library says
// to a format at a moment in a zone.
type answer struct{ kind, moment, zone, format, text string }

// answers reads the table, which lies beside the lessons.
func (s *script) answers() []answer {
	file := filepath.Join(filepath.Dir(s.check.File), "..", "..", "..", "testdata", "strftime", "answers.tsv")
	text, err := os.ReadFile(file)
	if err != nil {
		s.unknown("the table of right answers: %v", err)
	}
	var all []answer
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 5 {
			s.unknown("%s: a row of %d fields, want 5: %q", file, len(f), line)
		}
		all = append(all, answer{f[0], f[1], f[2], f[3], f[4]})
	}
	return all
}

// strftime draws N moments of each kind from the table, starts the server at
// each, and asks it everything that the table has for it: first the year, which
// shows a clock that does not stand still, then all in one question. Where that
// is not answered rightly, it asks one by one to see what is wrong. So a server
// that thinks about each question for long is not asked thousands of them.
func (s *script) strftime(args []string) {
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 {
		s.misuse("strftime %s: want a number of moments of each kind", args[0])
	}
	rows := s.answers()
	s.socket([]string{"alice"})
	for _, group := range s.drawMoments(rows, n) {
		s.ts.Setenv("TZ", group[0].zone)
		s.serve([]string{"-now", group[0].moment})
		s.askTheTimes(group)
		s.prog.Stop()
	}
}

// knowsZone reports whether programs of this machine find the zone. Go's own
// copy of the zones does not count: a program built with -trimpath has none.
func knowsZone(name string) bool {
	_, err := os.Stat(filepath.Join("/usr/share/zoneinfo", name))
	return err == nil || name == "UTC"
}

// drawMoments returns the rows of n moments of each kind. Moments in a zone
// that this machine does not know are left out.
func (s *script) drawMoments(rows []answer, n int) [][]answer {
	var kinds []string
	moments := map[string][][]answer{} // by kind
	for _, a := range rows {
		if !knowsZone(a.zone) {
			continue
		}
		if !slices.Contains(kinds, a.kind) {
			kinds = append(kinds, a.kind)
		}
		of := moments[a.kind]
		if last := len(of) - 1; last >= 0 && of[last][0].moment == a.moment {
			of[last] = append(of[last], a)
		} else {
			of = append(of, []answer{a})
		}
		moments[a.kind] = of
	}
	var drawn [][]answer
	for _, kind := range kinds {
		of := moments[kind]
		for _, i := range s.random.Perm(len(of))[:min(n, len(of))] {
			drawn = append(drawn, of[i])
		}
	}
	return drawn
}

// askTheTimes asks everything about one moment.
func (s *script) askTheTimes(group []answer) {
	var formats, texts []string
	for _, a := range group {
		if a.format == "%Y" {
			s.askTheTime(a, group)
		}
		formats, texts = append(formats, a.format), append(texts, a.text)
	}
	const between = "; "
	all := answer{group[0].kind, group[0].moment, group[0].zone, strings.Join(formats, between), strings.Join(texts, between)}
	if _, right := s.rightTime(all); right {
		return
	}
	for _, a := range group {
		s.askTheTime(a, group)
	}
}

// rightTime asks one format, and reports whether exactly the answer of the table
// came.
func (s *script) rightTime(a answer) (p wire.Packet, right bool) {
	alice := s.box("alice")
	s.post(alice, []letter{{s.server(), a.format}})
	p, _ = s.nextPacket(alice, a.text)
	right = string(p.Bytes) == a.text && s.fromServer(p)
	if right {
		s.turns["alice"]++
	}
	return p, right
}

// askTheTime asks one format and wants exactly the answer of the table, which
// has these rows for the moment.
func (s *script) askTheTime(a answer, group []answer) {
	p, right := s.rightTime(a)
	if right {
		return
	}
	e := tutor.Evidence{Kind: tutor.WrongBytes, Conn: "alice", Want: []byte(a.text), Got: p.Bytes, Zone: a.zone}
	if a.format == "%Y" {
		e.Today = time.Now().Format("2006")
	}
	e.Shifted = a.zone != "UTC" && s.shifted(group)
	s.said["alice"] = a.format // this is what the failure is about
	s.fail(e, "at %s (%s in %s) the format %q gives %q; the program says %q", a.moment, a.kind, a.zone, a.format, a.text, p.Bytes)
}

// shifted reports whether the server tells the time of another zone.
func (s *script) shifted(group []answer) bool {
	const format, layout = "%Y-%m-%d %X", time.DateTime
	i := slices.IndexFunc(group, func(a answer) bool { return a.format == format })
	if i < 0 {
		return false
	}
	alice := s.box("alice")
	s.post(alice, []letter{{s.server(), format}})
	var p wire.Packet
	s.await(func() (came bool) { p, came = alice.Next(); return came })
	want, err := time.Parse(layout, group[i].text)
	said, err2 := time.Parse(layout, string(p.Bytes))
	off := said.Sub(want)
	return err == nil && err2 == nil && ofZone(off)
}

// ofZone reports whether a clock that is off by so much may be that of another
// zone. Twelve hours may also come of a clock with twelve hours.
func ofZone(off time.Duration) bool {
	return off != 0 && off%(15*time.Minute) == 0 && off.Abs() != 12*time.Hour
}

// nextPacket waits for the next datagram that comes to m.
func (s *script) nextPacket(m *wire.Mailbox, want string) (p wire.Packet, came bool) {
	o := s.await(func() bool { p, came = m.Next(); return came })
	if !came {
		s.nothingCame(m, o, 1, []string{want})
	}
	return p, came
}

// oclock asks a server without a clock of its own for the time of this machine.
func (s *script) oclock(args []string) {
	const layout = "2006-01-02 15:04:05"
	name := s.ts.Getenv("TZ")
	if name == "" {
		name = "UTC"
	}
	zone, err := time.LoadLocation(name)
	if err != nil || !knowsZone(name) {
		s.stop(Skip, "this machine does not know the zone %s", name)
	}
	alice := s.box(args[0])
	begun := time.Now()
	before := begun.In(zone).Truncate(time.Second)
	s.post(alice, []letter{{s.server(), "%Y-%m-%d %H:%M:%S"}})
	p, _ := s.nextPacket(alice, before.Format(layout))
	after := time.Now().In(zone)
	if setClock(after.Round(0).Sub(begun.Round(0)), after.Sub(begun)) {
		s.unknown("somebody has set this machine's clock in the meantime: run the check again")
	}
	said, err := time.ParseInLocation(layout, string(p.Bytes), zone)
	if err != nil || said.Before(before) || said.After(after) {
		e := tutor.Evidence{Kind: tutor.WrongBytes, Conn: args[0], Want: []byte(before.Format(layout)), Got: p.Bytes, Zone: name}
		again := s.heardTime == string(p.Bytes)
		if !again && err == nil && said.Before(before) {
			s.second(nil)
			again = true
		}
		e.Frozen = again && s.tellsStill(alice, said)
		e.Shifted = err == nil && ofZone(said.Sub(before).Round(5*time.Second))
		s.fail(e, "it is %s in %s, and the program says %q", before.Format(layout), name, p.Bytes)
	}
	s.heardTime = string(p.Bytes)
}

// setClock reports whether the clock was set while so much time went by on the
// wall, and so much indeed. A clock that is only corrected runs faster or slower
// by 0.05 % (adjtimex(2)).
func setClock(wall, indeed time.Duration) bool { return (wall - indeed).Abs() > 100*time.Millisecond }

// tellsStill reports whether the server tells this time when it is asked in other
// words, too: who keeps answers by their questions has a clock that goes.
func (s *script) tellsStill(alice *wire.Mailbox, said time.Time) bool {
	s.post(alice, []letter{{s.server(), "%H:%M:%S on %Y-%m-%d"}})
	p, _ := s.nextPacket(alice, "")
	return string(p.Bytes) == said.Format("15:04:05 on 2006-01-02")
}

// second does nothing for so long that every clock shows another second. It is
// what a check about clocks is about, and waits for nothing.
func (s *script) second([]string) { <-time.After(time.Second + 10*time.Millisecond) }

func (s *script) repeat(args []string) {
	n, err := strconv.Atoi(args[2])
	if err != nil || n < 1 {
		s.misuse("repeat %s: want a number", strings.Join(args, " "))
	}
	s.ts.Setenv(args[0], strings.Repeat(args[1], n))
}
