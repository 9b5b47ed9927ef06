package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"socketworkshop/checker/wire"
)

// What -way may be.
const (
	wayBoth  = "both"
	wayCall  = "call"
	wayServe = "serve"
)

const defaultListen = "127.0.0.1:0"

var wireNetworks = []string{"tcp", "udp", "unix"}

func wireFrames() []string { return append(slices.Clone(wire.FrameKinds), wire.FTPFrames) }

// A wiring is what the command wire was told.
type wiring struct {
	app   *app
	flags *flag.FlagSet
	given map[string]bool // the flags on the command line

	listen, to, network, way string
	frames, pcap             string
	once                     bool
	bend                     wire.Bend
	from, target             wire.Place
}

func newWiring(a *app) *wiring {
	w := &wiring{app: a, given: map[string]bool{}}
	w.flags = flag.NewFlagSet("wire", flag.ContinueOnError)
	w.flags.SetOutput(io.Discard) // main prints the error
	f := w.flags
	f.StringVar(&w.listen, "listen", defaultListen, "")
	f.StringVar(&w.to, "to", "", "")
	f.StringVar(&w.network, "network", "tcp", "")
	f.StringVar(&w.frames, "frames", "", "")
	f.BoolVar(&w.once, "once", false, "")
	f.StringVar(&w.pcap, "pcap", "", "")
	f.StringVar(&w.way, "way", wayBoth, "")
	f.IntVar(&w.bend.Split, "split", 0, "")
	f.DurationVar(&w.bend.Join, "join", 0, "")
	f.DurationVar(&w.bend.Delay, "delay", 0, "")
	f.Int64Var(&w.bend.Cut, "cut", 0, "")
	f.BoolVar(&w.bend.Reset, "reset", false, "")
	f.Float64Var(&w.bend.Drop, "drop", 0, "")
	f.BoolVar(&w.bend.Double, "double", false, "")
	f.BoolVar(&w.bend.Swap, "swap", false, "")
	f.Uint64Var(&w.bend.Seed, "seed", 0, "")
	f.StringVar(&a.color, "color", "auto", "")
	f.StringVar(&a.lang, "lang", "", "")
	f.BoolVar(&a.verbose, "v", false, "")
	f.BoolVar(&a.verbose, "verbose", false, "")
	return w
}

// parse reads the command line. Its error is flag.ErrHelp or one of usage.
func (w *wiring) parse(args []string) error {
	if err := w.flags.Parse(args); err != nil {
		return err
	}
	w.flags.Visit(func(f *flag.Flag) { w.given[f.Name] = true })
	if w.flags.NArg() > 0 {
		return fmt.Errorf("wire takes no %q", w.flags.Arg(0))
	}
	if w.to == "" {
		return fmt.Errorf("wire needs -to, where the server is: checker wire -listen 127.0.0.1:9000 -to 127.0.0.1:8080")
	}
	for _, err := range []error{w.checkNames(), w.checkPlaces(), w.checkNumbers(), w.checkFit()} {
		if err != nil {
			return err
		}
	}
	w.bend.Call, w.bend.Serve = w.way != wayServe, w.way != wayCall
	return nil
}

// checkNames looks at the flags that have a few values.
func (w *wiring) checkNames() error {
	switch {
	case !slices.Contains(wireNetworks, w.network):
		return fmt.Errorf("-network %s: want tcp, udp or unix", w.network)
	case w.given["frames"] && !slices.Contains(wireFrames(), w.frames):
		return fmt.Errorf("-frames %s: want %s", w.frames, strings.Join(wireFrames(), ", "))
	case !slices.Contains([]string{wayBoth, wayCall, wayServe}, w.way):
		return fmt.Errorf("-way %s: want both, call (what the caller says) or serve (what the server says)", w.way)
	case w.given["pcap"] && w.pcap == "":
		return errors.New("-pcap takes a file")
	}
	return checkColor(w.app.color)
}

func (w *wiring) checkPlaces() (err error) {
	if w.from, err = w.place("listen", w.listen); err == nil {
		w.target, err = w.place("to", w.to)
	}
	return err
}

// place returns what an address means: one with a slash is a Unix socket.
func (w *wiring) place(name, addr string) (wire.Place, error) {
	slash := strings.Contains(addr, "/")
	if w.network == "udp" && slash {
		return wire.Place{}, fmt.Errorf("-%s %s: with -network udp it must be HOST:PORT", name, addr)
	}
	if slash || w.network == "unix" && !(name == "listen" && addr == defaultListen) {
		return wire.Place{Network: "unix", Addr: addr}, nil
	}
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return wire.Place{}, fmt.Errorf("-%s %q: want HOST:PORT, or a path with a slash", name, addr)
	}
	if w.network == "unix" {
		return wire.Place{Network: "tcp", Addr: addr}, nil
	}
	return wire.Place{Network: w.network, Addr: addr}, nil
}

func (w *wiring) checkNumbers() error {
	b := w.bend
	switch {
	case w.given["split"] && b.Split < 1:
		return fmt.Errorf("-split %d: want a number of bytes, 1 or more", b.Split)
	case w.given["cut"] && b.Cut < 1:
		return fmt.Errorf("-cut %d: want a number of bytes, 1 or more", b.Cut)
	case w.given["join"] && b.Join <= 0:
		return fmt.Errorf("-join %v: want a time, such as 50ms", b.Join)
	case w.given["delay"] && b.Delay <= 0:
		return fmt.Errorf("-delay %v: want a time, such as 50ms", b.Delay)
	case !(b.Drop >= 0 && b.Drop <= 1): // so that what is no number is refused as well
		return fmt.Errorf("-drop %v: want a share of all datagrams, from 0 to 1", b.Drop)
	}
	return nil
}

// checkFit looks for flags that do not fit the network, or one another.
func (w *wiring) checkFit() error {
	never, why := []string{"drop", "double", "swap", "seed"}, "-%s is for datagrams, with -network udp"
	if w.network == "udp" {
		never, why = []string{"split", "join", "cut", "reset", "frames", "once"}, "-%s is for streams; datagrams are whole, and have no end"
	}
	for _, name := range never {
		if w.given[name] {
			return fmt.Errorf(why, name)
		}
	}
	bends := slices.ContainsFunc([]string{"split", "join", "delay", "cut", "drop", "double", "swap"}, func(name string) bool { return w.given[name] })
	switch {
	case w.bend.Reset && !w.given["cut"]:
		return errors.New("-reset goes with -cut N, which says where")
	case w.given["seed"] && !w.given["drop"]:
		return errors.New("-seed goes with -drop")
	case w.given["way"] && !bends:
		return errors.New("-way goes with a flag that bends, such as -split")
	}
	return nil
}
