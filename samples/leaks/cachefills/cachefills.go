// Package cachefills keeps up to 500 pages and then no more. leak: none
package cachefills

const most = 500

var (
	pages = map[int][]byte{}
	next  int
)

// Work is what one request does.
func Work() {
	next++
	if key := next % most; pages[key] == nil {
		pages[key] = make([]byte, 4096)
	}
}
