// Package tested has tests that leave something behind: see tested_test.go.
package tested

var log [][]byte

// Remember keeps a copy of each line for ever.
func Remember(line string) {
	log = append(log, []byte(line)) // leak: heap-growth likely; kept by global tested.log (go>=1.25); kept by slice log (go<1.25)
}

// Ask starts a goroutine whose answer has to be taken.
func Ask() <-chan int {
	answers := make(chan int)
	go func() {
		answers <- 42 // leak: goroutine-blocked proved (go>=1.26); goroutine-growth likely (go<1.26)
	}()
	return answers
}
