// Package debug tells what happens.
package debug

import "fmt"

// Print tells a number.
func Print(v int) {
	fmt.Println("number", v)
}

// Later tells it in a moment.
func Later(v int) func() {
	return func() { Print(v) }
}
