package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
)

// confirm holds a reply against the file that it is about. Where sum is "", it
// was not asked for.
func confirm(r reply, name string, size int64, sum string) error {
	if r.Filename != name || r.Filesize == nil || *r.Filesize != size || sum != "" && r.SHA256 != sum {
		return fmt.Errorf("want %d bytes of %q with sha256 %q, the server says %v", size, name, sum, r)
	}
	return nil
}

// download gets a file. It returns its size, and its sum if that is asked for.
func download(conn net.Conn, root *os.Root, name string, sums bool) (size int64, sum string, err error) {
	if _, err := look(root, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, "", refusal{err}
	}
	if err := writeMessage(conn, request{Cmd: "get", Filename: name, WantSHA256: sums}); err != nil {
		return 0, "", err
	}
	r, err := hear(conn)
	if err != nil {
		return 0, "", err
	}
	if r.Filename != name || r.Filesize == nil || *r.Filesize < 0 || sums && r.SHA256 == "" {
		return 0, "", fmt.Errorf("want %q with size and sum, the server says %v", name, r)
	}
	if sums {
		sum = r.SHA256
	}
	size, err = receive(conn, root, name, *r.Filesize, sum, progress("get "+name, *r.Filesize))
	if err != nil && size == *r.Filesize {
		err = refusal{err}
	}
	return size, sum, err
}
