package main

import (
	"os/exec"
	"strconv"
)

// This file is given and needs no change.

// shell returns a command as the system's shell runs it.
func shell(command string) *exec.Cmd { return exec.Command("cmd", "/C", command) }

// killAll ends the command and every process that it has started, as far as
// Windows still knows them. That none is left is no failure.
func killAll(cmd *exec.Cmd) {
	_ = exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)).Run()
}
