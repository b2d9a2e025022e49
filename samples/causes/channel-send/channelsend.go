// Package channelsend shows values that leave their frame through a channel.
package channelsend

type job struct {
	id   int
	data []byte
}

type request struct {
	job   *job
	reply chan int
}

//go:noinline
func pointer(c chan<- *int) {
	x := 1 // want: channel-send allocation=variable
	c <- &x
}

//go:noinline
func literal(c chan<- *job) {
	c <- &job{id: 1} // want: channel-send allocation=pointer-literal
}

//go:noinline
func slice(c chan<- []byte) {
	buf := make([]byte, 16) // want: channel-send allocation=make-slice
	c <- buf
}

//go:noinline
func array(c chan<- []byte) {
	var buf [16]byte // want: channel-send allocation=variable
	c <- buf[:]
}

//go:noinline
func inStruct(c chan<- request, id int) int {
	j := job{id: id} // want: channel-send allocation=variable
	reply := make(chan int)
	c <- request{job: &j, reply: reply}
	return <-reply
}

//go:noinline
func closure(c chan<- func() int, n int) {
	c <- func() int { return n } // want: channel-send allocation=closure
}

//go:noinline
func selected(c chan<- *job, stop <-chan struct{}) {
	j := new(job) // want: channel-send allocation=new
	select {
	case c <- j:
	case <-stop:
	}
}

//go:noinline
func text(c chan<- string, b []byte) {
	c <- string(b) // want: channel-send allocation=string-conversion
}

//go:noinline
func loop(c chan<- *job, n int) {
	for i := 0; i < n; i++ {
		c <- &job{id: i} // want: channel-send allocation=pointer-literal
	}
}

//go:noinline
func noPointer(c chan<- int) {
	x := 1
	c <- x // want: none
}

//go:noinline
func noPointerStruct(c chan<- job, id int) {
	j := job{id: id}
	c <- j // want: none
}

//go:noinline
func staysReceived(c <-chan job) int {
	j := &job{} // want: none
	*j = <-c
	return j.id
}
