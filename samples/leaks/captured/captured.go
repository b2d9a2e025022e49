// Package captured starts goroutines that wait for what nobody sends, each with a page of its own.
package captured

// Work is what one request does.
func Work() {
	page := make([]byte, 4<<10)
	answers := make(chan int)
	go func() {
		page[0] = byte(<-answers) // leak: goroutine-blocked proved (go>=1.26); goroutine-growth likely (go<1.26)
	}()
}
