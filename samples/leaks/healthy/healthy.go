// Package healthy does what servers do: short-lived objects of many sizes, goroutines that end, timers that are
// stopped, contexts that are cancelled, and a ring of the last answers. leak: none
package healthy

import (
	"context"
	"encoding/json"
	"strings"
	"time"
)

var (
	ring [64][]byte
	next int
)

// Work is what one request does.
func Work() {
	next++
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	answers := make(chan []byte, 1)
	go func() {
		text, _ := json.Marshal(map[string]any{"n": next, "text": strings.Repeat("x", next*37%5000)})
		answers <- text
	}()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	select {
	case text := <-answers:
		ring[next%len(ring)] = text
	case <-limit.C:
	case <-ctx.Done():
	}
}
