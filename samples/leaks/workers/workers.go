// Package workers hands work to a few goroutines that are started once and wait for more. leak: none
package workers

import "sync"

var (
	once  sync.Once
	tasks = make(chan func())
)

// Work is what one request does.
func Work() {
	once.Do(func() {
		for i := 0; i < 16; i++ {
			go func() {
				for task := range tasks {
					task()
				}
			}()
		}
	})
	var done sync.WaitGroup
	done.Add(1)
	tasks <- done.Done
	done.Wait()
}
