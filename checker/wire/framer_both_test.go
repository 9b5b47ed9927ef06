package wire

import (
	"slices"
	"strings"
	"testing"
)

// A dialogue is what two programs say in frames: what begins with > the caller
// says, with < the server. The labels are those of all pieces, in order.
type dialogue struct {
	kind string
	came []string
	want []string
}

func dialogues() map[string]dialogue {
	put, get := `{"cmd":"put","filename":"a","filesize":5}`, `{"cmd":"get","filename":"a"}`
	ok, refused := `{"status":"ok","filename":"a","filesize":5}`, `{"status":"error","message":"no"}`
	length := func(frame, size string) string { return "frame " + frame + ": the length of its header, " + size }
	return map[string]dialogue{
		"lesson12's commands have no frames": {StructFrames, []string{">echo", "<\x01\x00\x00\x00x"}, []string{"", "frame 1: the length 1", "frame 1: body"}},
		"lesson13's commands have none":      {JSONFrames, []string{">pwd", ">ls", "<" + reply(`{"data_size":0}`, "")}, []string{"", "", length("1", "15"), "frame 1: the header, data_size 0"}},
		"lesson17's have, however cut": {JSONFrames, []string{">\x0f", ">\x00\x00\x00{", `>"data_size":1}x`}, []string{
			"", length("1", "15"), "frame 1: 1 of the 15 bytes of its header", "frame 1: the header, data_size 1", "frame 1: body",
		}},
		"a put has a body and its reply has none": {FTPFrames, []string{">" + reply(put, "hello"), "<" + reply(ok, reply(refused, ""))}, []string{
			length("1", "41"), "frame 1: the header, put, filesize 5", "frame 1: body",
			length("1", "43"), "frame 1: the header, ok", length("2", "33"), "frame 2: the header, error",
		}},
		"a get's reply has a body": {FTPFrames, []string{">" + reply(get, reply(get, "")), "<" + reply(refused, reply(ok, "hello"))}, []string{
			length("1", "28"), "frame 1: the header, get", length("2", "28"), "frame 2: the header, get",
			length("1", "33"), "frame 1: the header, error", length("2", "43"), "frame 2: the header, ok, filesize 5", "frame 2: body",
		}},
		"a put without its size": {FTPFrames, []string{">" + reply(`{"cmd":"put"}`, "hello")}, []string{
			length("1", "13"), "frame 1: the header of a put without filesize, a whole number", "",
		}},
		"a reply to nothing": {FTPFrames, []string{"<" + reply(ok, "")}, []string{length("1", "43"), "frame 1: the header, ok"}},
	}
}

func TestFramersOfBothDirections(t *testing.T) {
	for name, test := range dialogues() {
		t.Run(name, func(t *testing.T) {
			call, serve := NewFramers(test.kind)
			var got []string
			for _, part := range test.came {
				said, framer := part[1:], call
				if strings.HasPrefix(part, "<") {
					framer = serve
				}
				if framer == nil {
					got = append(got, "")
					continue
				}
				for _, p := range framer.Split([]byte(said), len(said)) {
					got = append(got, p.Label)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// TestTooManyRequests asks more than is remembered: from there on the replies
// cannot be told.
func TestTooManyRequests(t *testing.T) {
	call, serve := NewFramers(FTPFrames)
	request := []byte(reply(`{"cmd":"get"}`, ""))
	for range maxAsked + 1 {
		call.Split(request, len(request))
	}
	said := []byte(reply(`{"status":"error"}`, ""))
	for range maxAsked + 1 {
		serve.Split(said, len(said))
	}
	if pieces := serve.Split(said, len(said)); pieces[0].Frame != 0 {
		t.Errorf("frame %d is told of replies to requests that are not remembered", pieces[0].Frame)
	}
}
