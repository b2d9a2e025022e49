// Package pool takes buffers from a pool and gives them back. leak: none
package pool

import "sync"

var buffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}

// Work is what one request does.
func Work() {
	buffer := buffers.Get().(*[32 << 10]byte)
	buffer[0]++
	buffers.Put(buffer)
}
