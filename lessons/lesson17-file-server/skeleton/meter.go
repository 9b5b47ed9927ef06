package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// This file is given and needs no change: lesson14's progress, with the rate and
// the time that is left.

// meter returns a function that tells on standard error how far a file of total
// bytes is, of which some were there before: on a terminal as a bar that is
// drawn over and over, elsewhere as a line for each tenth.
func meter(what string, before, total int64) func(done int64) {
	info, err := os.Stderr.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	began := time.Now()
	last := -1
	return func(done int64) {
		percent := 100 // of nothing: all
		if total > 0 {
			percent = int(float64(before+done) / float64(total) * 100)
		}
		if percent == last || !terminal && percent/10 == last/10 && last >= 0 {
			return
		}
		last = percent
		text := fmt.Sprintf("%3d %% %s", percent, pace(done, total-before, time.Since(began)))
		if !terminal {
			fmt.Fprintf(os.Stderr, "%q %s\n", what, text)
			return
		}
		fmt.Fprintf(os.Stderr, "\r%q [%-25s] %s\x1b[K", what, strings.Repeat("#", percent/4), text)
		if before+done == total {
			fmt.Fprintln(os.Stderr)
		}
	}
}

// pace tells how fast done bytes have come, and how long the others will take.
func pace(done, all int64, spent time.Duration) string {
	if done <= 0 || spent <= 0 {
		return ""
	}
	rate := float64(done) / spent.Seconds() // bytes in a second
	left := time.Duration(float64(all-done) / rate * float64(time.Second))
	return fmt.Sprintf("%.1f MiB/s, %v left", rate/(1<<20), left.Round(time.Second))
}
