import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { go } from "./go.js";

/** The kinds of profile that {@link makeProfiles} makes: `KIND.pb.gz` each. */
export const PROFILE_FILES = ["heap", "allocs", "cpu", "block", "mutex", "goroutine", "threadcreate"] as const;

// Something of every kind: allocations kept and dropped, in inlined calls; waiting and contention; labels.
const PROGRAM = `package main

import (
	"context"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"time"
)

type node struct {
	next *node
	name string
}

var kept []*node

func make1(name string) *node { return &node{name: name} }

func build(n int) {
	for i := 0; i < n; i++ {
		kept = append(kept, make1(strings.Repeat("x", i%64)))
	}
}

func contend() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 50; j++ {
				mu.Lock()
				time.Sleep(50 * time.Microsecond)
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
}

func spin(d time.Duration) (sum int) {
	for start := time.Now(); time.Since(start) < d; sum++ {
	}
	return sum
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	runtime.MemProfileRate = 1
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	cpu, err := os.Create("cpu.pb.gz")
	check(err)
	check(pprof.StartCPUProfile(cpu))
	wait := make(chan bool)
	pprof.Do(context.Background(), pprof.Labels("request", "a", "user", "b"), func(context.Context) {
		go func() { <-wait }()
		spin(300 * time.Millisecond)
		build(500)
	})
	contend()
	pprof.StopCPUProfile()
	check(cpu.Close())
	runtime.GC()
	for _, name := range []string{"heap", "allocs", "block", "mutex", "goroutine", "threadcreate"} {
		f, err := os.Create(name + ".pb.gz")
		check(err)
		check(pprof.Lookup(name).WriteTo(f, 0))
		check(f.Close())
	}
	close(wait)
}
`;

/** Runs a Go program in an empty directory, which writes a profile of each kind there. */
export async function makeProfiles(directory: string): Promise<void> {
  writeFileSync(join(directory, "go.mod"), "module example.com/profiles\n\ngo 1.19\n");
  writeFileSync(join(directory, "main.go"), PROGRAM);
  await go(["run", "-trimpath", "."], directory);
}
