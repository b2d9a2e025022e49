// Package loop shows values made in a loop that must survive the iteration.
package loop

type node struct {
	value int
	next  *node
}

//go:noinline
func last(values []int) int {
	var p *int
	for i := range values {
		x := values[i] // want: loop allocation=variable
		p = &x
	}
	return *p
}

//go:noinline
func list(n int) int {
	var head *node
	for i := 0; i < n; i++ {
		head = &node{value: i, next: head} // want: loop allocation=pointer-literal
	}
	return head.value
}

//go:noinline
func allocated(n int) int {
	best := &node{}
	for i := 0; i < n; i++ {
		candidate := new(node) // want: loop allocation=new
		candidate.value = i * i % 7
		if candidate.value > best.value {
			best = candidate
		}
	}
	return best.value
}

//go:noinline
func buffers(n int) int {
	var previous []byte
	same := 0
	for i := 0; i < n; i++ {
		buf := make([]byte, 16) // want: loop allocation=make-slice
		if len(previous) == len(buf) {
			same++
		}
		previous = buf
	}
	return same
}

//go:noinline
func closures(n int) int {
	total := func() int { return 0 }
	for i := 0; i < n; i++ {
		v := i
		total = func() int { return v } // want: loop allocation=closure
	}
	return total()
}

//go:noinline
func table(n int) int {
	var nodes [4]*node
	for i := 0; i < n; i++ {
		nodes[i%4] = &node{value: i} // want: loop allocation=pointer-literal
	}
	return nodes[0].value
}

//go:noinline
func jump(n int) int {
	var p *int
again:
	x := n // want: loop allocation=variable
	p = &x
	n--
	if n > 0 {
		goto again
	}
	return *p
}

//go:noinline
func text(words []string) int {
	line := ""
	for _, w := range words {
		line += w + " " // want: loop allocation=string-concatenation
	}
	return len(line)
}

//go:noinline
func noLoop(values []int) int {
	x := values[0] // want: none
	p := &x
	for _, v := range values {
		*p += v
	}
	return x
}

//go:noinline
func staysInIteration(n int) int {
	sum := 0
	for i := 0; i < n; i++ {
		x := &node{value: i} // want: none
		sum += x.value
	}
	return sum
}

//go:noinline
func staysReused(n int) int {
	buf := make([]byte, 16) // want: none
	for i := 0; i < n; i++ {
		buf[i%16]++
	}
	return int(buf[0])
}
