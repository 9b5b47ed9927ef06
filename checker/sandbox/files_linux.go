package sandbox

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

const (
	outside = "/.outside" // where the machine's files are until the box is closed
	lower   = "/.lower"   // what lies under the shadows
	upper   = "/.upper"   // what is written to them
)

// system returns the folders that hold the system's programs.
func system() []string {
	return []string{"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}
}

// settings returns the files that those programs read. None holds a secret.
func settings() []string {
	return []string{
		"/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/services", "/etc/protocols", "/etc/passwd", "/etc/group",
		"/etc/localtime", "/etc/ld.so.cache", "/etc/mime.types", "/etc/alternatives",
	}
}

// devices returns the devices that hold nothing.
func devices() []string {
	return []string{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty"}
}

// closeFiles puts a new root under this process, in memory, in which only what
// the plan names is seen. The working folder stays, where it is seen. It needs a
// mount namespace of its own.
func (p plan) closeFiles() error {
	here, wrong := os.Getwd()
	if err := newRoot(p.Disk); err != nil {
		return err
	}
	for _, step := range []func() error{p.showSystem, showDevices, p.showFolders, leaveOutside} {
		if err := step(); err != nil {
			return err
		}
	}
	if wrong == nil {
		_ = os.Chdir(here) // it may not be seen inside
	}
	return attributeOne("/", unix.MOUNT_ATTR_RDONLY)
}

// newRoot makes a file system in memory the root, as bubblewrap does: it is
// mounted over /tmp, and when it has become the root, the old one, with the old
// /tmp, is below it.
func newRoot(disk int64) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return os.NewSyscallError("mount private /", err)
	}
	options := fmt.Sprintf("mode=755,size=%d,nr_inodes=200000", disk)
	if err := unix.Mount("sandbox", "/tmp", "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, options); err != nil {
		return os.NewSyscallError("mount tmpfs", err)
	}
	if err := os.Mkdir("/tmp"+outside, 0o700); err != nil {
		return err
	}
	if err := unix.PivotRoot("/tmp", "/tmp"+outside); err != nil {
		return os.NewSyscallError("pivot_root", err)
	}
	return os.Chdir("/")
}

// showSystem shows the system's programs, the processes of the box to who may
// look into them (hidepid in proc(5)), and a folder for what is written and
// forgotten.
func (p plan) showSystem() error {
	if err := os.Mkdir("/proc", 0o555); err != nil {
		return err
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "hidepid=2"); err != nil {
		return os.NewSyscallError("mount proc", err)
	}
	for _, name := range append(system(), settings()...) {
		if err := showIfThere(name); err != nil {
			return err
		}
	}
	if err := os.Mkdir("/tmp", 0o777); err != nil {
		return err
	}
	return os.NewSyscallError("bind /tmp", unix.Mount("/tmp", "/tmp", "", unix.MS_BIND, ""))
}

// showIfThere shows a file or a folder of the machine under its own name. What
// is a link there, is one here.
func showIfThere(name string) error {
	info, err := os.Lstat(outside + name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode().Type() != os.ModeSymlink {
		return show(bind{name, name}, unix.MOUNT_ATTR_RDONLY)
	}
	to, err := os.Readlink(outside + name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.Symlink(to, name)
}

// showDevices shows the harmless devices, and terminals of the box's own.
func showDevices() error {
	for _, name := range devices() {
		if err := show(bind{name, name}, 0); err != nil {
			return err
		}
	}
	if err := os.Mkdir("/dev/pts", 0o755); err != nil {
		return err
	}
	if err := unix.Mount("devpts", "/dev/pts", "devpts", unix.MS_NOSUID|unix.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=600"); err != nil {
		return os.NewSyscallError("mount devpts", err)
	}
	for name, to := range map[string]string{
		"ptmx": "pts/ptmx", "fd": "/proc/self/fd", "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1", "stderr": "/proc/self/fd/2",
	} {
		if err := os.Symlink(to, "/dev/"+name); err != nil {
			return err
		}
	}
	return nil
}

// showFolders shows what the box was asked to show.
func (p plan) showFolders() error {
	for _, b := range p.Read {
		if err := show(b, unix.MOUNT_ATTR_RDONLY); err != nil {
			return err
		}
	}
	for _, b := range p.Write {
		if err := show(b, 0); err != nil {
			return err
		}
	}
	for i, b := range p.Shadow {
		if err := shadow(b, fmt.Sprint(i)); err != nil {
			return err
		}
	}
	return nil
}

// show mounts a file or a folder of the machine, with these attributes and
// without set-user-ID programs and devices.
func show(b bind, attributes uint64) error {
	info, err := os.Stat(outside + b.From)
	if err != nil {
		return fmt.Errorf("%s: %w", b.From, errors.Unwrap(err)) // without the name it has here
	}
	if err := os.MkdirAll(filepath.Dir(b.Name), 0o755); err != nil {
		return err
	}
	if info.IsDir() {
		err = os.MkdirAll(b.Name, 0o755)
	} else {
		err = os.WriteFile(b.Name, nil, 0o644)
	}
	if err != nil && !errors.Is(err, os.ErrExist) && !errors.Is(err, unix.EROFS) { // it is seen already, below another
		return err
	}
	if err := unix.Mount(outside+b.From, b.Name, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return os.NewSyscallError("bind "+b.Name, err)
	}
	return attribute(b.Name, attributes|unix.MOUNT_ATTR_NOSUID)
}

// shadow shows a folder that can be written to while the machine's own stays as
// it is (overlayfs). Where the kernel does not let us, it is an empty folder.
func shadow(b bind, number string) error {
	under, over, work := lower+number, upper+number, upper+number+"-work"
	for _, dir := range []string{b.Name, under, over, work} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	if err := show(bind{under, b.From}, unix.MOUNT_ATTR_RDONLY); err != nil {
		return err
	}
	options := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s,userxattr", under, over, work)
	if unix.Mount("overlay", b.Name, "overlay", unix.MS_NOSUID|unix.MS_NODEV, options) == nil {
		return nil
	}
	return os.NewSyscallError("bind "+b.Name, unix.Mount(over, b.Name, "", unix.MS_BIND, ""))
}

// leaveOutside takes the machine's files away.
func leaveOutside() error {
	if err := unix.Unmount(outside, unix.MNT_DETACH); err != nil {
		return os.NewSyscallError("umount", err)
	}
	return os.Remove(outside)
}

// attribute sets attributes of a mount and all below it (mount_setattr(2)).
func attribute(name string, attributes uint64) error {
	a := unix.MountAttr{Attr_set: attributes}
	return os.NewSyscallError("mount_setattr "+name, unix.MountSetattr(unix.AT_FDCWD, name, unix.AT_RECURSIVE, &a))
}

// attributeOne sets attributes of one mount.
func attributeOne(name string, attributes uint64) error {
	a := unix.MountAttr{Attr_set: attributes}
	return os.NewSyscallError("mount_setattr "+name, unix.MountSetattr(unix.AT_FDCWD, name, 0, &a))
}
