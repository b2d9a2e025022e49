// Package nocases starts goroutines that wait for ever, one for each request.
package nocases

// Work is what one request does.
func Work() {
	go func() {
		select {} // leak: goroutine-blocked proved
	}()
}
