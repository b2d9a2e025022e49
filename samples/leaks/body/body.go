// Package body fetches a page and does not close the body of the response.
package body

import (
	"fmt"
	"net"
	"net/http"
	"sync"
)

var (
	once   sync.Once
	page   string
	client = &http.Client{Transport: &http.Transport{}}
)

// Work is what one request does.
func Work() {
	once.Do(serve)
	response, err := client.Get(page) // leak: response-body likely
	if err != nil || response.StatusCode != http.StatusOK {
		fmt.Println("no page:", err)
	}
}

// serve answers on this machine with a page that is too long to be read ahead.
func serve() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	page = "http://" + listener.Addr().String()
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write(make([]byte, 20_000))
	}))
}
