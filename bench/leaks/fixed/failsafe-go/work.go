// https://github.com/failsafe-go/failsafe-go/issues/134: a timeout that is not reached leaves its context to the parent.
package main

import (
	"context"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/timeout"
)

var kinds = map[string]func(){"failsafe-go": run}

var (
	parent, stop = context.WithCancel(context.Background())
	executor     = failsafe.With(timeout.New[any](time.Minute)).WithContext(parent)
)

// run does nothing, within a minute.
func run() {
	if err := executor.RunWithExecution(func(failsafe.Execution[any]) error { return nil }); err != nil {
		stop()
	}
}
