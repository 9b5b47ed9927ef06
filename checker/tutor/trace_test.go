package tutor

import "testing"

// TestTraces looks for traces in what programs say when they crash, and in what
// they may say besides.
func TestTraces(t *testing.T) {
	for text, want := range map[string]bool{
		"panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n":                                                              true,
		"Traceback (most recent call last):\n  File \"a.py\", line 1\n":                                                     true,
		"node:net:1\nError: connect ECONNREFUSED 127.0.0.1:9\n    at TCPConnectWrap (node:net:1)\n\nNode.js v20.19.2\n":     true,
		"Exception in thread \"main\" java.net.ConnectException: Connection refused\n\tat Call.main(Call.java:3)\n":         true,
		"\nthread 'main' panicked at src/main.rs:4:10:\ncalled `Result::unwrap()`\n":                                        true,
		"\nthread 'main' (4711) panicked at src/main.rs:4:10:\ncalled `Result::unwrap()`\n":                                 true,
		"calling 127.0.0.1:9: connection refused\n":                                                                         false,
		"call: the thread 'main' has not panicked at all; running on Node.js v20\nno exception in thread \"main\" either\n": false,
	} {
		if got := HasTrace(text); got != want {
			t.Errorf("HasTrace(%q) = %v, want %v", text, got, want)
		}
	}
}
