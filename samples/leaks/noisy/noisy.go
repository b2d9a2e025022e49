// Package noisy does what busy servers do: bursts of goroutines that outlive the request for some time, connections
// that stay open and idle, a map that is filled and emptied, buffers that grow with their largest content. leak: none
package noisy

import (
	"bytes"
	"fmt"
	"io"
	"math/rand"
	"net"
	"net/http"
	"sync"
	"time"
)

var (
	once    sync.Once
	address string
	client  = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 50}}

	mu       sync.RWMutex
	sessions = map[int][]byte{}
	scratch  bytes.Buffer
)

// Work is what one request does.
func Work() {
	once.Do(serve)
	number := rand.Intn(100_000)
	mu.Lock()
	sessions[number] = make([]byte, rand.Intn(400))
	if len(sessions) > 700 {
		clear(sessions)
	}
	scratch.Reset()
	fmt.Fprintf(&scratch, "%*d", rand.Intn(20_000)+1, number)
	mu.Unlock()
	for i := rand.Intn(4); i > 0; i-- {
		go func() {
			time.Sleep(time.Duration(rand.Intn(20)) * time.Millisecond)
			mu.RLock()
			defer mu.RUnlock()
		}()
	}
	if rand.Intn(20) == 0 {
		fetch(rand.Intn(8) + 1)
	}
}

// fetch asks several times at once.
func fetch(count int) {
	var done sync.WaitGroup
	for i := 0; i < count; i++ {
		done.Add(1)
		go func() {
			defer done.Done()
			response, err := client.Get(address)
			if err != nil {
				return
			}
			defer response.Body.Close()
			io.Copy(io.Discard, response.Body)
		}()
	}
	done.Wait()
}

func serve() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	address = "http://" + listener.Addr().String()
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write(make([]byte, rand.Intn(30_000)))
	}))
}
