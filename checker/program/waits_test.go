//go:build unix

package program

import (
	"net"
	"os"
	"os/exec"
	"time"
)

// wait is a program in Go that waits in one of several ways.
func wait(way string) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	os.Stdout.WriteString("ready")
	switch way {
	case "accept":
		_, _ = ln.Accept()
	case "accept-an-hour":
		_ = ln.(*net.TCPListener).SetDeadline(time.Now().Add(time.Hour))
		_, _ = ln.Accept()
	case "accept-a-second":
		for {
			_ = ln.(*net.TCPListener).SetDeadline(time.Now().Add(time.Second))
			_, _ = ln.Accept()
		}
	case "sleep":
		for {
			time.Sleep(time.Second)
		}
	case "timer":
		for range time.Tick(500 * time.Millisecond) {
		}
	case "child-sleeps":
		for exec.Command("sleep", "1").Run() == nil {
		}
	case "child-waits":
		cmd := exec.Command("cat")
		in, _ := cmd.StdinPipe()
		_ = cmd.Run()
		_ = in.Close()
	}
}
