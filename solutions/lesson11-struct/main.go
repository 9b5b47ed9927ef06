// Lesson 11: numbers as bytes.
//
//	pack FORMAT VALUE...  prints the bytes of the values, in hex
//	unpack FORMAT HEX     prints the values of the bytes, one a line
//	size FORMAT           prints how many bytes the format takes
//	frame HEX             takes a captured frame apart, layer by layer
//
// This file is given and needs no change. You write layout.go, pack.go,
// unpack.go and frame.go.
package main

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

var errUsage = errors.New(`usage:
  pack   FORMAT VALUE...
  unpack FORMAT HEX
  size   FORMAT
  frame  HEX`)

func main() {
	stdout := bufio.NewWriter(os.Stdout)
	err := errors.Join(start(os.Args[1:], stdout), stdout.Flush())
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, err)
	if errors.Is(err, errUsage) {
		os.Exit(2)
	}
	os.Exit(1)
}

func start(args []string, stdout io.Writer) error {
	if len(args) < 2 {
		return errUsage
	}
	word, rest := args[0], args[2:]
	switch {
	case word == "frame" && len(rest) == 0:
		data, err := hex.DecodeString(args[1])
		if err != nil {
			return err
		}
		return frame(data, stdout)
	case word == "size" && len(rest) == 0, word == "unpack" && len(rest) == 1, word == "pack":
		f, err := parse(args[1])
		if err != nil {
			return err
		}
		return use(word, f, rest, stdout)
	}
	return errUsage
}

// use does with a format what the word says.
func use(word string, f format, rest []string, stdout io.Writer) error {
	switch word {
	case "pack":
		data, err := pack(f, rest)
		if err != nil {
			return err
		}
		fmt.Fprintln(stdout, hex.EncodeToString(data))
	case "unpack":
		data, err := hex.DecodeString(rest[0])
		if err != nil {
			return err
		}
		values, err := unpack(f, data)
		if err != nil {
			return err
		}
		for _, value := range values {
			fmt.Fprintln(stdout, value)
		}
	case "size":
		_, n := f.layout()
		fmt.Fprintln(stdout, n)
	}
	return nil
}
