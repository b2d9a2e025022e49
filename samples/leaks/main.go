// Command leaks is a server that leaks, or does not, in the way that its argument names. It listens on a free port of
// this machine, prints the address, serves /work?n=COUNT and /debug/pprof, and ends when its standard input does.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"strconv"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 || kinds[os.Args[1]] == nil {
		log.Fatal("usage: leaks KIND, one of those in kinds.go")
	}
	work := kinds[os.Args[1]]
	http.HandleFunc("/work", func(w http.ResponseWriter, r *http.Request) {
		count, _ := strconv.Atoi(r.FormValue("n"))
		for i := 0; i < min(max(count, 1), 10_000); i++ {
			work()
		}
		fmt.Fprintln(w, "done")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	go func() { log.Fatal(http.Serve(listener, nil)) }()
	// As many programs do; it is no leak.
	select {}
}
