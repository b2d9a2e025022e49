// Package selecting starts goroutines that wait for one of two channels that nobody else has.
package selecting

// Work is what one request does.
func Work() {
	answers, stop := make(chan int), make(chan struct{})
	go wait(answers, stop)
}

func wait(answers chan int, stop chan struct{}) int {
	select { // leak: goroutine-blocked proved (go>=1.26); goroutine-growth likely (go<1.26)
	case n := <-answers:
		return n
	case <-stop:
		return 0
	}
}
