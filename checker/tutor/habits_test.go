package tutor

import "testing"

// TestHabits holds what is found in a source against sources that do so and
// sources that do nearly so.
func TestHabits(t *testing.T) {
	const loop = "for { conn, err = ln.Accept(); if err != nil { return }; "
	tests := []struct {
		name, imports, body string
		habit               func(*listing) bool
		want                bool
	}{
		{"int", `"encoding/binary"`, "binary.Write(conn, binary.LittleEndian, len(reply))", packsInt, true},
		{"renamed", `b "encoding/binary"`, "b.Write(conn, b.LittleEndian, len(reply))", packsInt, true},
		{"field of int", `"encoding/binary"`, "binary.Write(conn, binary.BigEndian, struct{ N int }{1})", packsInt, true},
		{"pointer to int", `"encoding/binary"`, "var n int; binary.Read(conn, binary.BigEndian, &n)", packsInt, true},
		{"int32", `"encoding/binary"`, "binary.Write(conn, binary.LittleEndian, int32(len(reply)))", packsInt, false},
		{"another Write", ``, "other.Write(conn, 1, len(reply))", packsInt, false},
		{"value", `"encoding/binary"`, "var n int32; binary.Read(conn, binary.BigEndian, n)", readsByValue, true},
		{"pointer", `"encoding/binary"`, "var n int32; binary.Read(conn, binary.BigEndian, &n)", readsByValue, false},
		{"slice", `"encoding/binary"`, "n := make([]int32, 1); binary.Read(conn, binary.BigEndian, n)", readsByValue, false},
		{"what has no type", `"encoding/binary"`, "binary.Read(conn, binary.BigEndian, unknown())", readsByValue, false},

		{"less than len", ``, "for { n, _ := conn.Read(buf); if n < len(buf) { break } }", stopsAtShortRead, true},
		{"len is more", ``, "for { n, _ := conn.Read(buf); if len(buf) > n { return } }", stopsAtShortRead, true},
		{"less than a number", ``, "for { n, _ := conn.Read(buf); if n != 1024 { break } }", stopsAtShortRead, true},
		{"as long as full", ``, "for n := len(buf); n == len(buf); { n, err = conn.Read(buf) }", stopsAtShortRead, true},
		{"nothing came", ``, "for { n, _ := conn.Read(buf); if n == 0 { break } }", stopsAtShortRead, false},
		{"goes on", ``, "for { n, _ := conn.Read(buf); if n < len(buf) { continue }; break }", stopsAtShortRead, false},
		{"counts", ``, "got := 0; for got < len(buf) { n, err := conn.Read(buf[got:]); got += n; if err != nil { break } }", stopsAtShortRead, false},

		{"error thrown away", ``, "conn, _ := ln.Accept(); conn.Close()", ignoresAcceptError, true},
		{"error looked at", ``, "conn, err := ln.Accept(); if err != nil { return }; conn.Close()", ignoresAcceptError, false},
		{"one variable", ``, "var conn net.Conn; " + loop + "go func() { conn.Close() }() }", sharesLoopVariable, true},
		{"one variable, Go", `"sync"`, "var wg sync.WaitGroup; var conn net.Conn; " + loop + "wg.Go(func() { conn.Close() }) }", sharesLoopVariable, true},
		{"an argument", ``, "var conn net.Conn; " + loop + "go func(c net.Conn) { c.Close() }(conn) }", sharesLoopVariable, false},
		{"copied", ``, "var conn net.Conn; " + loop + "conn := conn; go func() { conn.Close() }() }", sharesLoopVariable, false},
		{"inside", ``, "for { conn, err := ln.Accept(); if err != nil { return }; go func() { conn.Close() }() }", sharesLoopVariable, false},
		{"not in a goroutine", ``, "var conn net.Conn; " + loop + "func() { conn.Close() }() }", sharesLoopVariable, false},

		{"goroutine left", ``, "}\nfunc serve(conn net.Conn) { go conn.Close()", leavesGoroutine, true},
		{"goroutine awaited", ``, "}\nfunc serve(conn net.Conn) { done := make(chan bool); go func() { conn.Close(); done <- true }(); <-done", leavesGoroutine, false},
		{"goroutine in a loop", ``, "}\nfunc serve(conn net.Conn) { for { go conn.Close() }", leavesGoroutine, false},
		{"no goroutine", ``, "}\nfunc serve(conn net.Conn) { conn.Close()", leavesGoroutine, false},

		{"deadline", `"time"`, "conn.SetReadDeadline(time.Now())", hasDeadline("call"), true},
		{"deadline of somebody else", `"time"`, "}\nfunc serve(conn net.Conn) { conn.SetReadDeadline(time.Now())", hasDeadline("call"), false},
		{"deadline further on", `"time"`, "wait(conn)\n}\nfunc wait(conn net.Conn) { conn.SetDeadline(time.Now())", hasDeadline("call"), true},

		{"waits nowhere", ``, "conn.Write(buf)", waitsNowhere, true},
		{"sleeps", `"time"`, "time.Sleep(1); conn.Write(buf)", waitsNowhere, false},
		{"sleeps further on", `"time"`, "wait()\n}\nfunc wait() { <-time.After(1)", waitsNowhere, false},
		{"waits for a deadline", ``, "conn.SetReadDeadline(later()); conn.Read(buf)", waitsNowhere, false},

		{"reader in the loop", `"bufio"; "os"`, "for { bufio.NewReader(os.Stdin).ReadString(10) }", readerPerLine, true},
		{"reader for each call", `"bufio"; "os"`, "line()\n}\nfunc line() { bufio.NewScanner(os.Stdin).Scan()", readerPerLine, true},
		{"one reader", `"bufio"; "os"`, "lines := bufio.NewScanner(os.Stdin); for lines.Scan() { conn.Write(lines.Bytes()) }", readerPerLine, false},
		{"reader of a connection", `"bufio"`, "for { bufio.NewReader(conn).ReadString(10) }", readerPerLine, false},
	}
	for _, test := range tests {
		imports := `import ("net"; ` + test.imports + ")\n"
		source := map[string]string{"a.go": "package main\n" + imports + "func call(conn net.Conn, ln net.Listener, buf, reply []byte) {\nvar err error\n" + test.body + "\n}\n"}
		if got := test.habit(list(source)); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}
