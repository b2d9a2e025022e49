// https://github.com/openai/openai-go/issues/495: an answer that asks to try again is not closed before the next attempt.
package main

import (
	"context"
	"net"
	"net/http"
	"sync"

	"github.com/openai/openai-go/v2"
	"github.com/openai/openai-go/v2/option"
)

var kinds = map[string]func(){"openai-go": ask}

var (
	once   sync.Once
	client openai.Client
)

// ask sends one request, which is answered at the second attempt.
func ask() {
	once.Do(connect)
	if _, err := client.Models.List(context.Background()); err != nil {
		panic(err)
	}
}

// connect makes a client of a server on this machine that is busy every other time.
func connect() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	var mu sync.Mutex
	busy := false
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		busy = !busy
		refuse := busy
		mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		if !refuse {
			w.Write([]byte(`{"object":"list","data":[]}`))
			return
		}
		w.Header().Set("Retry-After-Ms", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		// More than is read ahead, so that the connection waits for its reader.
		w.Write(make([]byte, 20_000))
	}))
	client = openai.NewClient(
		option.WithBaseURL("http://"+listener.Addr().String()),
		option.WithAPIKey("none"),
		option.WithHTTPClient(&http.Client{Transport: &http.Transport{}}),
	)
}
