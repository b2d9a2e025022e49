// Package mutex starts goroutines that wait for a lock that is never given back. A global holds the lock, so that the
// collector cannot prove it.
package mutex

import "sync"

var (
	stuck sync.Mutex
	once  sync.Once
)

// Work is what one request does.
func Work() {
	once.Do(stuck.Lock)
	go func() {
		stuck.Lock() // leak: goroutine-blocked likely
		stuck.Unlock()
	}()
}
