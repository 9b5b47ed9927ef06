//go:build !linux

package spawn

// awaitExec does nothing here: that the command has been started must do.
func awaitExec(int) {}
