// Package cycle makes pairs of objects that point to each other. The collector frees them. leak: none
package cycle

type node struct {
	next *node
	body [512]byte
}

// Work is what one request does.
func Work() {
	a, b := &node{}, &node{}
	a.next, b.next = b, a
	last = a
}

var last *node
