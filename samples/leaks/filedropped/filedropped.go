// Package filedropped opens files and forgets them. The collector closes them when it comes to it.
package filedropped

import "os"

// Work is what one request does.
func Work() {
	file, err := os.Open(os.Args[0]) // leak: file proved
	if err == nil {
		size += len(file.Name())
	}
}

var size int
