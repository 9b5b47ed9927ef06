package wire

// A Traffic counts what the checker's ends of connections and sockets have
// carried. What both ends do decides the number of pieces, and the machine, too:
// TCP keeps no boundaries.
type Traffic struct {
	Conns      int64 `json:"connections"` // that have carried something
	Datagrams  int64 `json:"datagrams"`   // both ways
	Said       int64 `json:"to_bytes"`    // bytes to the program
	Heard      int64 `json:"from_bytes"`  // bytes from the program
	Writes     int64 `json:"to_writes"`   // how often something was sent to the program
	Pieces     int64 `json:"from_pieces"` // how often something came from it: what one read of the checker took
	RoundTrips int64 `json:"round_trips"` // how often one side was answered: on a connection, by the one that did not speak first
}

// Calls returns how many connections and datagrams there were, together.
func (t Traffic) Calls() int64 { return t.Conns + t.Datagrams }

// Bytes returns how many bytes went both ways.
func (t Traffic) Bytes() int64 { return t.Said + t.Heard }

// Add adds what u has counted.
func (t *Traffic) Add(u Traffic) {
	t.Conns += u.Conns
	t.Datagrams += u.Datagrams
	t.Said += u.Said
	t.Heard += u.Heard
	t.Writes += u.Writes
	t.Pieces += u.Pieces
	t.RoundTrips += u.RoundTrips
}
