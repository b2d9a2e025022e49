// Package slicehead keeps four bytes of each large array, and with them the whole array.
package slicehead

var heads [][]byte

// Work is what one request does.
func Work() {
	page := make([]byte, 8<<10) // leak: heap-growth likely; kept by global slicehead.heads (go>=1.25); kept by slice heads (go<1.25)
	heads = append(heads, page[:4])
}
