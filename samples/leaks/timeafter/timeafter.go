// Package timeafter makes a timer of an hour for every event. Before Go 1.23, and later in modules that say they are
// older, a timer is kept until it fires.
package timeafter

import (
	"sync"
	"time"
)

var (
	once   sync.Once
	events = make(chan int)
)

// Work is what one request does.
func Work() {
	once.Do(func() { go loop() })
	events <- 1
}

func loop() {
	for {
		select {
		case <-events:
		case <-time.After(time.Hour): // leak: timer likely (go<1.27)
			return
		}
	}
}
