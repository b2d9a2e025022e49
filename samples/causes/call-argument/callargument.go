// Package callargument shows values handed to functions that keep them.
package callargument

import (
	"encoding/json"
	"flag"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"
)

type item struct{ n int }

type registry struct{ last *item }

var kept *item

//go:noinline
func keep(it *item) { kept = it }

//go:noinline
func keepContent(p **item) { kept = *p }

//go:noinline
func forward(it *item) { keep(it) }

//go:noinline
func read(it *item) int { return it.n }

//go:noinline
func keepAndReturn(it *item) *item {
	kept = it
	return it
}

//go:noinline
func keepItems(r *registry) *registry {
	kept = r.last
	return r
}

//go:noinline
func same(it *item) *item { return it }

//go:noinline
func (r *registry) add(it *item) { r.last = it }

//go:noinline
func (it *item) remember() { kept = it }

//go:noinline
func variable() {
	it := item{1} // want: call-argument allocation=variable
	keep(&it)
}

//go:noinline
func literal() {
	keep(&item{2}) // want: call-argument allocation=pointer-literal
}

//go:noinline
func throughTwo() {
	it := new(item) // want: call-argument allocation=new
	forward(it)
}

//go:noinline
func content() {
	it := &item{3} // want: call-argument allocation=pointer-literal
	keepContent(&it)
}

//go:noinline
func method(r *registry) {
	it := item{4} // want: call-argument allocation=variable
	r.add(&it)
}

//go:noinline
func receiver() {
	it := item{5} // want: call-argument allocation=variable
	it.remember()
}

//go:noinline
func methodValue() int {
	it := item{6} // want: call-argument allocation=variable
	remember := it.remember
	remember()
	return it.n
}

//go:noinline
func library(data []byte) (int, error) {
	var it item // want: call-argument allocation=variable
	err := json.Unmarshal(data, &it)
	return it.n, err
}

//go:noinline
func scanned(s string) (int, error) {
	var n int                  // want: call-argument allocation=variable
	_, err := fmt.Sscan(s, &n) // want: call-argument allocation=variable
	return n, err
}

//go:noinline
func flags() bool {
	var verbose bool // want: call-argument allocation=variable
	flag.BoolVar(&verbose, "v", false, "say more")
	flag.Parse()
	return verbose
}

//go:noinline
func callback(d time.Duration, done chan struct{}) {
	time.AfterFunc(d, func() { close(done) }) // want: call-argument allocation=closure
}

//go:noinline
func stored(p *atomic.Pointer[item]) {
	p.Store(&item{8}) // want: call-argument allocation=pointer-literal
}

//go:noinline
func result() {
	it := item{9} // want: call-argument allocation=variable
	keep(same(&it))
}

//go:noinline
func heapAndResult() int {
	it := item{7} // want: call-argument allocation=variable
	p := keepAndReturn(&it)
	p.n++
	return p.n
}

//go:noinline
func contentAndResult() int {
	it := item{10}            // want: call-argument allocation=variable
	r := &registry{last: &it} // want: none
	r = keepItems(r)
	return r.last.n
}

//go:noinline
func staysRead() int {
	it := item{7}    // want: none
	return read(&it) // want: none
}

//go:noinline
func staysResult() int {
	it := item{8} // want: none
	return same(&it).n
}

//go:noinline
func noKeep(buf []byte, n int) []byte {
	return strconv.AppendInt(buf, int64(n), 10) // want: none
}

//go:noinline
func staysUnused() *registry {
	it := item{9} // want: none
	read(&it)
	return nil
}
