// Package ticker starts tickers, each with a goroutine that ranges over its channel for ever.
package ticker

import "time"

// Work is what one request does.
func Work() {
	ticks := time.NewTicker(time.Minute)
	go func() {
		for range ticks.C { // leak: timer likely
			work()
		}
	}()
}

func work() {}
