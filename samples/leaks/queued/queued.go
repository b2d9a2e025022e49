// Package queued sends pages on a channel with much room, from which nobody takes.
package queued

import "sync"

type page struct{ body [1024]byte }

var (
	once  sync.Once
	pages chan *page
)

// Work is what one request does.
func Work() {
	once.Do(func() { pages = make(chan *page, 1<<17) })
	pages <- &page{} // leak: heap-growth likely; kept by a channel: pages
}
