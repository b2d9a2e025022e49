// Package receive starts goroutines that wait for what nobody sends.
package receive

// Work is what one request does.
func Work() {
	answers := make(chan int)
	go func() {
		<-answers // leak: goroutine-blocked proved (go>=1.26); goroutine-growth likely (go<1.26)
	}()
}
