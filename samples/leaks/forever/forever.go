// Package forever starts three goroutines that wait for ever, on purpose, as the main one of these servers does. leak: none
package forever

import "sync"

var once sync.Once

// Work is what one request does.
func Work() {
	once.Do(func() {
		for i := 0; i < 3; i++ {
			go func() { select {} }()
		}
	})
}
