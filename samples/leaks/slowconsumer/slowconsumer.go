// Package slowconsumer hands every request to a goroutine, and they to one reader that is far too slow.
package slowconsumer

import (
	"sync"
	"time"
)

var (
	once  sync.Once
	queue = make(chan int)
)

// Work is what one request does.
func Work() {
	once.Do(func() { go consume() })
	go func() {
		queue <- 1 // leak: goroutine-growth likely
	}()
}

func consume() {
	for range queue {
		time.Sleep(time.Second)
	}
}
