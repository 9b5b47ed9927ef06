package program

import "testing"

func TestFindNamesTheFunction(t *testing.T) {
	for declaration, want := range map[string]string{
		"func serve(ln net.Listener) error {":                     "serve",
		"func (c *crew) run(most int, shut func()) error {":       "(*crew).run",
		"func (f format) layout() (places []place, size int) {":   "format.layout",
		"func (s *PacketServer) Serve(pc net.PacketConn) error {": "(*PacketServer).Serve",
	} {
		source := map[string]string{"a.go": "package main\n\n" + declaration + "\n\tstub\n}\n"}
		if found := Find(source, "stub"); len(found) != 1 || found[0].Func != want || found[0].Line != 4 {
			t.Errorf("%s: want line 4 of %s, got %v", declaration, want, found)
		}
	}
}
