package main

import (
	"io"
	"log"
	"net"
)

// serve prints every message and answers them, in the order in which they
// came, with the lines of stdin. It ends when these are used up.
func serve(pc net.PacketConn, stdin io.Reader, stdout io.Writer) error {
	defer pc.Close() // every answer left with WriteTo; hear ends with it

	messages, lines := hear(pc), readLines(stdin)
	var unanswered []net.Addr // the oldest first
	var answers []string      // typed before there was anything to answer
	for {
		select {
		case m, ok := <-messages:
			if !ok {
				return net.ErrClosed
			}
			if err := show(stdout, m.from, m.text); err != nil {
				return err
			}
			unanswered = append(unanswered, m.from)
		case line, ok := <-lines:
			if !ok {
				lines = nil // from now on this case waits for ever
				break
			}
			answers = append(answers, line)
		}
		for len(unanswered) > 0 && len(answers) > 0 {
			if _, err := pc.WriteTo([]byte(answers[0]), unanswered[0]); err != nil {
				log.Println("no answer for", unanswered[0], err)
			}
			unanswered, answers = unanswered[1:], answers[1:]
		}
		if lines == nil && len(answers) == 0 {
			return nil
		}
	}
}
