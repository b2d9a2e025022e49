// Package codec writes numbers.
package codec

import "strconv"

// Encoder writes to a buffer of its own.
type Encoder struct{ buffer []byte }

// New makes an encoder, which its caller keeps.
func New(size int) *Encoder {
	return &Encoder{buffer: make([]byte, 0, size)}
}

// Encode writes a number.
func (e *Encoder) Encode(v int) {
	//escape:assume-none the buffer has room for a number
	e.buffer = strconv.AppendInt(e.buffer[:0], int64(v), 10)
}

// Size tells how many bytes are waiting.
//
//escape:none
func (e *Encoder) Size() int {
	return len(e.buffer)
}
