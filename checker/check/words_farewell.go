package check

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"socketworkshop/checker/wire"
)

const (
	farewells = 5                      // tries with a machine that is too slow
	dozing    = 400 * time.Millisecond // of the half second that a command has whose caller says no more
)

// farewell says a command and no more, and waits for the reply. The first
// command ends at once. The second ends when the program has had the time to
// notice that its caller says no more: were it quicker, a program that then
// gives it up would do so now and then only.
func (s *script) farewell(args []string) {
	name, text := args[0], args[1]+"\n"
	s.inTime(name, "echo "+args[1], text, "")
	pipe := filepath.Join(s.dir, name)
	if err := makeFIFO(pipe); err != nil {
		s.stop(Skip, "this system cannot have a fifo: %v", err)
	}
	s.inTime(name+"-waits", "cat "+pipe, text, pipe)
}

// inTime says a command and no more, and waits for the text as the reply. Where
// the command reads a pipe, the text is written there in between. A reply that
// is missing after more than dozing says nothing about the program.
func (s *script) inTime(name, command, text, pipe string) {
	for try := range farewells {
		c := s.dialTo(fmt.Sprintf("%s%d", name, try+1), s.addr)
		s.send([]string{c.Name, command})
		var w *os.File
		if pipe != "" {
			w, _ = s.openPipe(pipe) // nil if nobody reads, which the reply tells
		}
		silent := time.Now()
		s.finish([]string{c.Name})
		if w != nil {
			s.lull(func() bool { // until the half-close has come
				peer, err := c.Peer()
				return err != nil || peer.State != wire.Established
			})
			_, _ = w.WriteString(text) // the command may have been stopped, which the reply tells
			_ = w.Close()              // likewise
		}
		o := s.await(func() bool {
			got, end := c.Heard()
			return end != nil || bytes.HasSuffix(got, []byte(text))
		})
		got, _ := c.Heard()
		if o == idle || bytes.HasSuffix(got, []byte(text)) || time.Since(silent) < dozing {
			s.body([]string{c.Name, text})
			return
		}
	}
	s.unknown("the machine is too slow to judge: no command was done within %v", dozing)
}
