// https://github.com/hellofresh/health-go/issues/224: when a check takes longer than its timeout, the goroutine that
// runs it has nobody left to send its answer to.
package main

import (
	"context"
	"fmt"
	"time"

	"github.com/hellofresh/health-go/v5"
)

var kinds = map[string]func(){"health-go": measure}

var checks, checksErr = health.New(health.WithChecks(health.Config{
	Name:      "slow",
	Timeout:   time.Millisecond,
	SkipOnErr: true,
	Check: func(context.Context) error {
		time.Sleep(3 * time.Millisecond)
		return nil
	},
}))

// measure asks once whether all is well.
func measure() {
	if checksErr != nil {
		panic(checksErr)
	}
	if checks.Measure(context.Background()).Status == health.StatusUnavailable {
		fmt.Println("not available")
	}
}
