package wire

// Buffers are the sizes of a socket's buffers in bytes.
type Buffers struct{ Send, Receive int }
