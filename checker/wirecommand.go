package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/spf13/cobra"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
	"socketworkshop/checker/report"
	"socketworkshop/checker/wire"
)

// wireCommand reads its flags by itself: they have one dash, as those of the
// lessons' programs.
func (a *app) wireCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "wire", DisableFlagParsing: true, ValidArgsFunction: completeWire,
		RunE: func(cmd *cobra.Command, args []string) error {
			w := newWiring(a)
			err := w.parse(args)
			if speech := a.speak(); speech != nil {
				return speech
			}
			if errors.Is(err, flag.ErrHelp) {
				a.help(wireHelp)
				return nil
			}
			if err != nil {
				return usageError{err}
			}
			a.paint = newPalette(a.color)
			return w.run(cmd.Context())
		},
	}
	cmd.SetHelpFunc(func(*cobra.Command, []string) { a.help(wireHelp) })
	return cmd
}

// completeWire offers the flags, and the values of those that have few.
func completeWire(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		switch strings.TrimLeft(args[len(args)-1], "-") {
		case "network":
			return wireNetworks, cobra.ShellCompDirectiveNoFileComp
		case "frames":
			return wireFrames(), cobra.ShellCompDirectiveNoFileComp
		case "lang":
			return []string{language.English, language.Chinese}, cobra.ShellCompDirectiveNoFileComp
		case "way":
			return []string{wayBoth, wayCall, wayServe}, cobra.ShellCompDirectiveNoFileComp
		case "pcap":
			return nil, cobra.ShellCompDirectiveDefault
		}
	}
	var names []string
	newWiring(new(app)).flags.VisitAll(func(f *flag.Flag) { names = append(names, "-"+f.Name) })
	return names, cobra.ShellCompDirectiveNoFileComp
}

// run passes on what comes until the context ends, or with -once until the
// first connection is over.
func (w *wiring) run(ctx context.Context) error {
	capture, end, err := w.openCapture()
	if err != nil {
		return err
	}
	defer end()
	if w.bend.Drop > 0 && !w.given["seed"] {
		w.bend.Seed = rand.Uint64N(seeds)
		fmt.Fprintln(w.app.err, "seed", w.bend.Seed)
	}
	var failed error // of the capture
	show := w.shower()
	tap, err := wire.NewTap(wire.TapOptions{Listen: w.from, To: w.target, Bend: w.bend, See: func(p wire.Passing) {
		if capture != nil {
			failed = capture.Take(p)
		}
		show(p)
	}})
	if err != nil {
		return err
	}
	addr := report.Printable(tap.Addr().String())
	if !tap.Local() {
		fmt.Fprint(w.app.err, w.app.words.Sprintf("other machines may call here, for %s is no loopback address\n", addr))
	}
	fmt.Fprintln(w.app.err, "listening on", addr)
	first := tap.FirstOver()
	if !w.once {
		first = nil // blocks for ever
	}
	select {
	case <-ctx.Done():
	case <-first:
	}
	err = tap.Close()
	w.sumUp(tap.Counts())
	return errors.Join(err, failed)
}

// openCapture begins the capture that -pcap asks for. It is nil where none is
// asked for.
func (w *wiring) openCapture() (c *wire.Capture, end func(), err error) {
	if w.pcap == "" {
		return nil, func() {}, nil
	}
	f, err := wire.CreateCapture(w.pcap)
	if err != nil {
		return nil, nil, err
	}
	if c, err = wire.NewCapture(f); err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return c, func() { _ = f.Close() }, nil // every packet has been written
}

// shower returns what prints each event at once.
func (w *wiring) shower() func(wire.Passing) {
	entries := check.NewTranscriber(w.frames, check.Event.ByProgram)
	return func(p wire.Passing) {
		e := entries.Entry(check.NewEvent(p.Event))
		if !w.app.verbose {
			for i := range e.Parts {
				b := &e.Parts[i].Bytes
				*b = (*b)[:min(len(*b), eventRows*rowBytes)] // no more is shown
			}
		}
		text := strings.Join(w.app.entryLines(e), "\n") + "\n"
		_, _ = io.WriteString(w.app.out, text) // who reads no more need not see it
		if p.What == wire.Over {
			entries.Forget(p.Conn)
		}
	}
}

// sumUp says how often each bend was used.
func (w *wiring) sumUp(n wire.Counts) {
	uses := []struct {
		flag  string
		times int64
		never string
	}{
		{"split", n.Split, "nothing longer came"},
		{"join", n.Join, "nothing came within that time behind something else"},
		{"delay", n.Delay, "nothing came"},
		{"cut", n.Cut, "no direction carried so many bytes"},
		{"drop", n.Drop, "none was drawn"},
		{"double", n.Double, "nothing came"},
		{"swap", n.Swap, "no two came one soon behind the other"},
	}
	for _, u := range uses {
		given := "-" + u.flag
		if !w.given[u.flag] {
			continue
		}
		if value := w.flags.Lookup(u.flag).Value.String(); value != "true" {
			given += " " + value
		}
		switch u.times {
		case 0:
			w.app.say("%s was never used: %s\n", given, w.app.words.In(u.never))
		case 1:
			w.app.say("%s was used once\n", given)
		default:
			w.app.say("%s was used %d times\n", given, u.times)
		}
	}
}
