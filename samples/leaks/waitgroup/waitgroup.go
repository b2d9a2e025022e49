// Package waitgroup starts goroutines that wait for work that nobody says is done.
package waitgroup

import "sync"

// Work is what one request does.
func Work() {
	var pending sync.WaitGroup
	pending.Add(1)
	go func() {
		pending.Wait() // leak: goroutine-blocked proved (go>=1.26); goroutine-growth likely (go<1.26)
	}()
}
