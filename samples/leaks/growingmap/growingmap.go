// Package growingmap fills a map and never deletes from it.
package growingmap

var (
	sessions = map[int][]byte{}
	next     int
)

// Work is what one request does.
func Work() {
	next++
	sessions[next] = make([]byte, 700) // leak: heap-growth likely; kept by element sessions[next]
}
