package class

import (
	"context"
	_ "embed" // for the rig
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/program"
)

// framingRig sends messages with a program's writeFrame and takes them with its
// readFrame. It is built together with the program's frame.go.
//
//go:embed rig_framing.go.txt
var framingRig string

// framings are the messages that benchFraming sends. Where they are buffered,
// many of them leave in one write.
var framings = []struct {
	name, size string
	buffered   bool
}{
	{"64 bytes", "64", false},
	{"64 KiB", "65536", false},
	{"64 bytes, buffered", "64", true},
}

// benchFraming measures how many messages a second go over loopback in frames.
// The yardstick is a header and a body with a write each; beside it stands the
// handshake of lesson10, which cannot be buffered.
func benchFraming(ctx context.Context, b *Bench, programs []program.Binary, scratch string, o BenchOptions) error {
	b.What = "messages from one end of a connection over loopback to the other"
	b.Columns = slices.Concat([]string{"two writes", "handshake"}, b.Columns[1:])
	b.Memory = make([]int64, len(b.Columns))
	var rigs []program.Binary
	for i, p := range programs {
		rig, err := buildRig(ctx, scratch, map[string]string{"frame.go": p.Source["frame.go"], "rig.go": framingRig})
		if err != nil {
			return fmt.Errorf("%s: its frame.go with writeFrame(w, body) and readFrame(r, max): %w", b.Columns[i+2], err)
		}
		rigs = append(rigs, rig)
	}
	for range o.Rounds {
		for _, f := range framings {
			for column, name := range b.Columns {
				rig, way := rigs[max(column-2, 0)], []string{"two", "handshake", "frames"}[min(column, 2)]
				args := []string{way}
				if f.buffered && way != "handshake" {
					args = append(args, "buffered")
				}
				rate, err := figure(ctx, rig, scratch, append(args, f.size, o.Time.String())...)
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				b.add(f.name, "/s", column, rate)
			}
		}
	}
	return nil
}

// buildRig builds a program of ours, which may hold files of a learner's.
func buildRig(ctx context.Context, scratch string, files map[string]string) (program.Binary, error) {
	dir, err := os.MkdirTemp(scratch, "rig")
	if err != nil {
		return program.Binary{}, err
	}
	source, into := filepath.Join(dir, "rig"), filepath.Join(dir, "built")
	if err := errors.Join(os.Mkdir(source, 0o777), os.Mkdir(into, 0o777)); err != nil {
		return program.Binary{}, err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(source, name), []byte(text), 0o666); err != nil {
			return program.Binary{}, err
		}
	}
	return program.Build(ctx, source, into, false)
}

// figure runs a rig to its end and returns the number that it prints.
func figure(ctx context.Context, rig program.Binary, scratch string, args ...string) (float64, error) {
	r, err := startRun(rig, scratch, args...)
	if err != nil {
		return 0, err
	}
	defer r.Stop()
	var status program.Status
	err = r.await(ctx, func() (over bool) {
		status, over = r.Status()
		return over
	})
	if err != nil {
		return 0, err
	}
	if text := strings.TrimSpace(string(r.Stdout.Bytes())); status.Code == 0 && text != "" {
		return strconv.ParseFloat(text, 64)
	}
	return 0, fmt.Errorf("%v: %s", status, lastLine(r.Stderr.Bytes()))
}
