// Package finalizercycle makes pairs of objects that point to each other and have finalizers: those are never freed.
package finalizercycle

import "runtime"

type node struct {
	next *node
	body [2048]byte
}

// Work is what one request does.
func Work() {
	a, b := &node{}, &node{} // leak: heap-growth likely; kept by field b.next
	a.next, b.next = b, a
	runtime.SetFinalizer(a, func(*node) {})
	runtime.SetFinalizer(b, func(*node) {})
}
