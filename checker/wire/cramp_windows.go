package wire

import "syscall"

// cramp makes room for little; here the system does not let us.
func cramp(_, _ string, _ syscall.RawConn) error { return nil }
