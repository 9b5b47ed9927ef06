package sandbox

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const (
	round       = 100 * time.Millisecond // between two looks of the warden
	crowd       = 500                    // processes of a box; a lesson's checks have some fifty at a time
	usualMemory = 4 << 30                // bytes of all the processes of a box
)

// guard looks at the processes of the box, over and over. When they are too many,
// or have too much memory, it ends all but this one: each of them is within its
// own bounds, and the kernel bounds them together only by cgroups, which few
// users may make.
func guard() {
	runtime.LockOSThread() // a thread that is there already
	own := os.Getpid()
	most := boxMemory()
	for range time.Tick(round) {
		count, memory := processes(own)
		if count > crowd || memory > most {
			_ = unix.Kill(-1, unix.SIGKILL) // nobody is left then, or nobody was
		}
	}
}

// boxMemory returns how much memory a box may have: no more than half of what
// the machine has.
func boxMemory() int64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return usualMemory
	}
	return min(usualMemory, int64(info.Totalram)*int64(info.Unit)/2)
}

// processes counts the processes of the box but for one, and the bytes of memory
// that are theirs alone (the second number of /proc/PID/statm less the third, in
// pages; proc_pid_statm(5)).
func processes(own int) (count int, memory int64) {
	dir, err := os.Open("/proc")
	if err != nil {
		return 0, 0
	}
	defer dir.Close() // only read
	names, _ := dir.Readdirnames(-1)
	for _, name := range names {
		if pid, err := strconv.Atoi(name); err != nil || pid == own {
			continue
		}
		count++
		text, _ := os.ReadFile("/proc/" + name + "/statm") // gone since: none
		if fields := strings.Fields(string(text)); len(fields) > 2 {
			resident, _ := strconv.ParseInt(fields[1], 10, 64) // the kernel writes numbers here
			shared, _ := strconv.ParseInt(fields[2], 10, 64)
			memory += (resident - shared) * int64(os.Getpagesize())
		}
	}
	return count, memory
}
