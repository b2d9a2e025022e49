// Package substring keeps the first letters of each long text, and with them the whole text.
package substring

import "strings"

var names []string

// Work is what one request does.
func Work() {
	text := strings.Repeat("name and more ", 500) // leak: heap-growth likely
	names = append(names, text[:4])
}
