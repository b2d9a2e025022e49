// Package mapped asks the operating system for memory that Go does not know of, and never gives it back.
//
// leak: other-resource likely; nowhere
package mapped

var pages [][]byte

// Work is what one request does.
func Work() {
	if page := allocate(8 << 10); page != nil {
		page[0], page[4<<10] = 1, 1
		pages = append(pages, page)
	}
}
