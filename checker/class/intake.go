package class

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// What a submission may bring. A program of the workshop has a dozen files and
// some ten thousand bytes.
const (
	mostEntries = 20_000    // files and folders of an archive
	mostPacked  = 64 << 20  // bytes of an archive
	mostRead    = 256 << 20 // bytes of an archive, unpacked
	mostKept    = 32 << 20  // bytes of all Go files of an archive
	mostFiles   = 200       // Go files of a program
	mostBytes   = 4 << 20   // bytes of them all
)

// A RefusedError says in words why something that was handed in is not taken.
type RefusedError struct{ Why string }

func (e *RefusedError) Error() string { return e.Why }

func refuse(format string, args ...any) error {
	return &RefusedError{fmt.Sprintf(format, args...)}
}

// Open opens what a student has handed in: a folder, or an archive whose name
// ends in .zip, .tar, .tar.gz or .tgz. Nothing is unpacked to the disk, and no
// name leads out of it. The error is a *RefusedError where the submission is at
// fault.
func Open(name string) (fs.FS, io.Closer, error) {
	info, err := os.Lstat(name)
	if err != nil {
		return nil, nil, err
	}
	base := strings.ToLower(filepath.Base(name))
	switch mode := info.Mode(); {
	case mode.IsDir():
		root, err := os.OpenRoot(name)
		if err != nil {
			return nil, nil, err
		}
		return root.FS(), root, nil
	case !mode.IsRegular():
		return nil, nil, refuse("it is %s", kindOf(mode))
	case info.Size() > mostPacked:
		return nil, nil, refuse("the archive has %d bytes; want at most %d", info.Size(), mostPacked)
	case strings.HasSuffix(base, ".zip"):
		return openZip(name)
	case strings.HasSuffix(base, ".tar"), strings.HasSuffix(base, ".tar.gz"), strings.HasSuffix(base, ".tgz"):
		return openTar(name)
	}
	return nil, nil, refuse("it is neither a folder nor a zip or tar archive")
}

func openZip(name string) (fs.FS, io.Closer, error) {
	archive, err := zip.OpenReader(name)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, nil, refuse("the archive cannot be read: %v", err)
	}
	for i, f := range archive.File {
		if err := allowed(f.Name, i+1); err != nil {
			return nil, nil, errors.Join(err, archive.Close())
		}
	}
	return archive, archive, nil
}

// allowed refuses an entry of an archive that leads out of it, or is one too
// many.
func allowed(name string, number int) error {
	if number > mostEntries {
		return refuse("the archive has more than %d entries", mostEntries)
	}
	if local := strings.TrimSuffix(name, "/"); local != "." && (!filepath.IsLocal(local) || strings.Contains(name, `\`)) {
		return refuse("the archive holds %q, which leads out of it", name)
	}
	return nil
}

// openTar packs what counts of a tar archive anew, in memory.
func openTar(name string) (fs.FS, io.Closer, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close() // only read
	var in io.Reader = f
	if !strings.HasSuffix(strings.ToLower(name), ".tar") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, nil, refuse("the archive cannot be read: %v", err)
		}
	}
	packed, err := repack(&io.LimitedReader{R: in, N: mostRead})
	if err != nil {
		return nil, nil, err
	}
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	return archive, io.NopCloser(nil), err
}

// repack returns the Go files of a tar archive as a zip archive. What is no
// regular file stays what it is, for CopyProgram to see.
func repack(in *io.LimitedReader) ([]byte, error) {
	var packed bytes.Buffer
	out := zip.NewWriter(&packed)
	archive := tar.NewReader(in)
	for number, kept := 1, int64(0); ; number++ {
		h, err := archive.Next()
		switch {
		case err == io.EOF:
			err = out.Close()
			return packed.Bytes(), err
		case in.N <= 0:
			return nil, refuse("the archive has more than %d bytes, unpacked", mostRead)
		case err != nil && !errors.Is(err, tar.ErrInsecurePath):
			return nil, refuse("the archive cannot be read: %v", err)
		}
		if err := allowed(h.Name, number); err != nil {
			return nil, err
		}
		if !strings.HasSuffix(h.Name, ".go") {
			continue
		}
		if kept += h.Size; kept > mostKept {
			return nil, refuse("the archive has more than %d bytes of Go files", mostKept)
		}
		if err := putInto(out, h, archive); err != nil {
			return nil, err
		}
	}
}

func putInto(out *zip.Writer, h *tar.Header, text io.Reader) error {
	header := &zip.FileHeader{Name: h.Name}
	header.SetMode(h.FileInfo().Mode())
	if h.Typeflag == tar.TypeLink {
		header.SetMode(fs.ModeIrregular)
	}
	w, err := out.CreateHeader(header)
	if err == nil {
		_, err = io.Copy(w, text)
	}
	if err != nil {
		return refuse("%s: %v", h.Name, err)
	}
	return nil
}

// CopyProgram copies the Go files of the folder from, but no tests, into the
// empty folder into. A link could bring in what its author must not have, and a
// device never ends: a folder in which a Go file is anything but a regular file
// with one name is refused, in words.
func CopyProgram(files fs.FS, from, into string) (refused string, err error) {
	entries, err := fs.ReadDir(files, from)
	if err != nil {
		return err.Error(), nil
	}
	count, room := 0, int64(mostBytes)
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		if count++; count > mostFiles {
			return fmt.Sprintf("it has more than %d Go files", mostFiles), nil
		}
		text, err := readRegular(files, path.Join(from, e.Name()), e, room)
		var no *RefusedError
		if errors.As(err, &no) {
			return no.Why, nil
		}
		if err == nil {
			room -= int64(len(text))
			err = os.WriteFile(filepath.Join(into, e.Name()), text, 0o666)
		}
		if err != nil {
			return "", err
		}
	}
	if count == 0 {
		return "it holds no Go files", nil
	}
	return "", nil
}

// readRegular reads a file of at most room bytes. It looks at what it has opened:
// the name may lead elsewhere by then.
func readRegular(files fs.FS, name string, e fs.DirEntry, room int64) ([]byte, error) {
	base := path.Base(name)
	if !e.Type().IsRegular() {
		return nil, refuse("%s is %s", base, kindOf(e.Type()))
	}
	f, err := files.Open(name)
	if err != nil {
		return nil, refuse("%s cannot be read", base)
	}
	defer f.Close() // only read
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, refuse("%s is %s", base, kindOf(info.Mode()))
	}
	if names(info) > 1 {
		return nil, refuse("%s is a hard link: it has another name elsewhere", base)
	}
	text, err := io.ReadAll(io.LimitReader(f, room+1))
	if err != nil {
		return nil, refuse("%s cannot be read", base)
	}
	if int64(len(text)) > room {
		return nil, refuse("its Go files have more than %d bytes", mostBytes)
	}
	return text, nil
}

// kindOf says what a file is that is not a regular one.
func kindOf(mode fs.FileMode) string {
	for kind, name := range map[fs.FileMode]string{
		fs.ModeSymlink: "a symbolic link", fs.ModeDir: "a folder", fs.ModeNamedPipe: "a named pipe",
		fs.ModeSocket: "a socket", fs.ModeDevice: "a device", fs.ModeIrregular: "a hard link",
	} {
		if mode&kind != 0 {
			return name
		}
	}
	return "no ordinary file"
}
