package class

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An entry is one of an archive.
type entry struct {
	name, text string
	mode       fs.FileMode
}

const mainText = "package main\n"

// TestOpen takes in archives, good ones and such as attack.
func TestOpen(t *testing.T) {
	good := []entry{{name: "main.go", text: mainText}, {name: "notes.txt", text: "x"}, {name: "a_test.go", text: "x"}}
	many := make([]entry, mostEntries+1)
	for i := range many {
		many[i] = entry{name: strings.Repeat("x", 1+i%100)}
	}
	for name, c := range map[string]struct {
		entries []entry
		want    string
	}{
		"ordinary":  {good, ""},
		"climbs":    {append(good, entry{name: "../evil.go", text: mainText}), `the archive holds "../evil.go", which leads out of it`},
		"absolute":  {append(good, entry{name: "/tmp/evil.go", text: mainText}), `the archive holds "/tmp/evil.go", which leads out of it`},
		"backslash": {append(good, entry{name: `..\evil.go`, text: mainText}), `the archive holds "..\\evil.go", which leads out of it`},
		"link":      {append(good, entry{name: "server.go", text: "/etc/passwd", mode: fs.ModeSymlink}), "server.go is a symbolic link"},
		"bomb":      {append(good, entry{name: "big.go", text: strings.Repeat(" ", mostBytes+1)}), "its Go files have more than 4194304 bytes"},
		"crowd":     {many, "the archive has more than 20000 entries"},
		"empty":     {good[1:], "it holds no Go files"},
	} {
		for _, kind := range []string{"zip", "tar", "tgz"} {
			file := filepath.Join(t.TempDir(), "student."+kind)
			pack(t, file, c.entries)
			into := t.TempDir()
			if got := takeIn(t, file, into); got != c.want {
				t.Errorf("%s.%s: %q, want %q", name, kind, got, c.want)
			}
			left, err := os.ReadDir(into)
			if err != nil || c.want == "" && (len(left) != 1 || left[0].Name() != "main.go") {
				t.Errorf("%s.%s: the copy holds %v, %v", name, kind, left, err)
			}
		}
	}
}

// TestOpenUnpacksNoBomb takes in an archive that is small until it is unpacked.
func TestOpenUnpacksNoBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it packs many bytes")
	}
	var packed bytes.Buffer
	out := gzip.NewWriter(&packed)
	archive := tar.NewWriter(out)
	zeros := make([]byte, 1<<20)
	err := archive.WriteHeader(&tar.Header{Name: "notes.txt", Size: mostRead + 1, Mode: 0o600})
	for range mostRead >> 20 {
		if err == nil {
			_, err = archive.Write(zeros)
		}
	}
	if err = errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "student.tar.gz")
	if err := os.WriteFile(file, packed.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if got, want := takeIn(t, file, t.TempDir()), "the archive has more than 268435456 bytes, unpacked"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestOpenRefusesALink(t *testing.T) {
	name := filepath.Join(t.TempDir(), "student")
	if err := os.Symlink(t.TempDir(), name); err != nil {
		t.Skip("skipped: no links can be made here: ", err)
	}
	if got, want := takeIn(t, name, t.TempDir()), "it is a symbolic link"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// takeIn copies the program in the top folder of a submission, and returns why
// it was refused, or "".
func takeIn(t *testing.T, name, into string) string {
	t.Helper()
	files, end, err := Open(name)
	var no *RefusedError
	if errors.As(err, &no) {
		return no.Why
	}
	if err != nil {
		t.Fatal(err)
	}
	defer end.Close() // only read
	refused, err := CopyProgram(files, ".", into)
	if err != nil {
		t.Fatal(err)
	}
	return refused
}

func pack(t *testing.T, file string, entries []entry) {
	t.Helper()
	var packed bytes.Buffer
	var err error
	switch filepath.Ext(file) {
	case ".zip":
		err = packZip(&packed, entries)
	case ".tar":
		err = packTar(&packed, entries)
	default:
		out := gzip.NewWriter(&packed)
		err = errors.Join(packTar(out, entries), out.Close())
	}
	if err = errors.Join(err, os.WriteFile(file, packed.Bytes(), 0o666)); err != nil {
		t.Fatal(err)
	}
}

func packZip(to *bytes.Buffer, entries []entry) error {
	archive := zip.NewWriter(to)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		h.SetMode(e.mode | 0o600)
		w, err := archive.CreateHeader(h)
		if err == nil {
			_, err = w.Write([]byte(e.text))
		}
		if err != nil {
			return err
		}
	}
	return archive.Close()
}

func packTar(to io.Writer, entries []entry) error {
	archive := tar.NewWriter(to)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Size: int64(len(e.text)), Mode: 0o600}
		text := e.text
		if e.mode&fs.ModeSymlink != 0 {
			h.Typeflag, h.Linkname, h.Size, text = tar.TypeSymlink, e.text, 0, ""
		}
		err := archive.WriteHeader(h)
		if err == nil {
			_, err = archive.Write([]byte(text))
		}
		if err != nil {
			return err
		}
	}
	return archive.Close()
}
