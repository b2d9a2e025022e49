// Package hiddencost holds functions that allocate although the compiler prints nothing of theirs that escapes to the
// heap. A mark says what a report has to say of its line: the verdict, the run-time call and, for maybe, the reason.
package hiddencost

import (
	"sort"
	"strconv"
	"strings"
)

// What the test gives to the functions.
var (
	Text  = "a text that is longer than the buffer of a frame, which has 32 bytes"
	Data  = []byte(Text)
	Runes = []rune(Text)
	Size  = 1 << 10
	Many  = 100
)

type point struct{ x, y int }

// A string that is put together is made anew.

func Concat(a, b string) int {
	return len(a + b) // want: maybe concatstring2 stack-buffer
}

func ConcatThree(a, b string) int {
	return len(a + "/" + b) // want: maybe concatstring3 stack-buffer
}

func ConcatInLoop(list []string) int {
	s := ""
	for _, each := range list {
		s += each // want: maybe concatstring2 stack-buffer loop
	}
	return len(s)
}

// Conversions copy.

func ToBytes(s string) int {
	b := []byte(s) // want: maybe stringtoslicebyte stack-buffer
	b[0] = 'x'
	return int(b[0])
}

func ToRunes(s string) int {
	return int([]rune(s)[1]) // want: maybe stringtoslicerune stack-buffer
}

func FromBytes(b []byte) int {
	s := string(b) // want: maybe slicebytetostring stack-buffer
	b[0] = 'x'
	return len(s) + int(s[0])
}

func FromRunes(r []rune) int {
	return len(string(r)) // want: maybe slicerunetostring stack-buffer
}

// Slices and maps grow.

func Append(n int) int {
	var list []int
	for i := range n {
		list = append(list, i) // want: maybe growslice grows loop
	}
	return len(list)
}

func AppendMany(list []int) int {
	return len(append([]int{1}, list...)) // want: maybe growslice grows
}

func MapPut(n int) int {
	m := map[int]int{}
	for i := range n {
		m[i] = i // want: maybe mapassign_fast64 grows loop
	}
	return len(m)
}

func MapOfStrings(list []string) int {
	m := map[string]bool{}
	for _, each := range list {
		m[each] = true // want: maybe mapassign_faststr grows loop
	}
	return len(m)
}

func MapOfStructs(n int) int {
	m := map[point]int{}
	for i := range n {
		m[point{i, i}]++ // want: maybe mapassign grows loop
	}
	return len(m)
}

func MapSized(n int) int {
	m := make(map[int]int, n) // want: maybe makemap stack-buffer
	m[1] = 2
	return len(m)
}

// Channels are made on the heap.

func Channel() int {
	c := make(chan int, 1) // want: yes makechan
	c <- 1
	return <-c
}

func ChannelOfStructs() int {
	c := make(chan struct{}) // want: yes makechan
	go close(c)
	<-c
	return cap(c)
}

// Callees that allocate: here it is a call like any other.

func Joined(list []string) int {
	return len(strings.Join(list, ", "))
}

func Repeated(s string) int {
	return len(strings.Repeat(s, 10))
}

func Upper(s string) int {
	return len(strings.ToUpper(s))
}

func Split(s string) int {
	return len(strings.Split(s, " "))
}

func Fields(s string) int {
	return len(strings.Fields(s))
}

func Replaced(s string) int {
	return len(strings.ReplaceAll(s, "a", "bb"))
}

func Formatted(n int) int {
	return len(strconv.Itoa(n))
}

func Quoted(s string) int {
	return len(strconv.Quote(s))
}

func Mapped(s string) int {
	return len(strings.Map(func(r rune) rune { return r + 1 }, s))
}

func Grown(n int) int {
	var b strings.Builder
	b.Grow(n)
	return b.Cap()
}

func Made(n int) int {
	return len(makeOne(n))
}

//go:noinline
func makeOne(n int) []byte {
	return make([]byte, n) // an escape of its own function
}

// A defer in a loop and a goroutine need memory of their own.

func DeferInLoop(n int) (sum int) {
	for range n {
		defer add(&total) // want: maybe deferproc deferred loop, yes newobject loop
	}
	return n
}

var total int

func add(n *int) { *n++ }

func Goroutine() int {
	go add(&total) // want: maybe newproc reused, yes newobject
	return total
}

func SortedCopy(list []int) int {
	list = append([]int(nil), list...) // want: maybe growslice grows
	sort.Ints(list)
	return list[0]
}

func SplitSome(s string) int {
	return len(strings.SplitN(s, " ", 3))
}
