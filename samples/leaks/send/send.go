// Package send starts goroutines whose answer nobody takes: the reader has gone by then.
package send

// Work is what one request does.
func Work() {
	answers := make(chan int)
	go func() {
		answers <- 1 // leak: goroutine-blocked proved (go>=1.26); goroutine-growth likely (go<1.26)
	}()
}
