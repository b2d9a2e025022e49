// Package nilchannel starts workers whose channel was never made. What waits for a nil channel waits for ever.
package nilchannel

type worker struct{ tasks chan int }

// Work is what one request does.
func Work() {
	go new(worker).run()
}

func (w *worker) run() {
	for task := range w.tasks { // leak: goroutine-blocked proved
		done += task
	}
}

var done int
