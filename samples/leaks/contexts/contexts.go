// Package contexts makes contexts that are never cancelled. Their parent holds on to each.
package contexts

import "context"

var parent, stop = context.WithCancel(context.Background())

// Work is what one request does.
func Work() {
	ctx, cancel := context.WithCancel(parent) // leak: context likely
	_ = cancel
	if ctx.Err() != nil {
		stop()
	}
}
