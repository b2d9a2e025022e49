// Package globalslice keeps every object in a slice that only grows.
package globalslice

type record struct{ body [1024]byte }

var kept []*record

// Work is what one request does.
func Work() {
	kept = append(kept, &record{}) // leak: heap-growth likely; kept by global globalslice.kept (go>=1.25); kept by slice kept (go<1.25)
}
