// Package queued sends pages on a channel with much room, from which nobody takes.
package queued

type page struct{ body [1024]byte }

var pages = make(chan *page, 1<<20)

// Work is what one request does.
func Work() {
	pages <- &page{} // leak: heap-growth likely; kept by a channel: pages
}
