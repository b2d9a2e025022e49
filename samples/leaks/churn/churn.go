// Package churn allocates much and keeps only the last. leak: none
package churn

var last []byte

// Work is what one request does.
func Work() {
	last = make([]byte, 64<<10)
}
