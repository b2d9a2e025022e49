// Package contained shows values that escape because the allocation they are stored in does.
package contained

type node struct {
	value int
	left  *node
	right *node
}

type pair struct{ a, b *int }

type step interface{ run() }

type task struct{ id *int }

func (t *task) run() { *t.id++ }

var steps []step

//go:noinline
func nested() *node {
	return &node{ // want: returned allocation=pointer-literal
		left:  &node{value: 1}, // want: contained allocation=pointer-literal root=returned
		right: &node{value: 2}, // want: contained allocation=pointer-literal root=returned
	}
}

//go:noinline
func variables() *pair {
	x, y := 1, 2               // want: contained allocation=variable root=returned; contained allocation=variable root=returned
	return &pair{a: &x, b: &y} // want: returned allocation=pointer-literal
}

//go:noinline
func slice() []*int {
	x := 1                      // want: contained allocation=variable root=returned
	return []*int{&x, new(int)} // want: returned allocation=slice-literal; contained allocation=new root=returned
}

//go:noinline
func sliceOfPointers() []*node {
	return []*node{{value: 1}, {value: 2}} // want: returned allocation=slice-literal; contained allocation=pointer-literal root=returned; contained allocation=pointer-literal root=returned
}

//go:noinline
func deep() *node {
	return &node{left: &node{left: &node{}}} // want: returned allocation=pointer-literal; contained allocation=pointer-literal root=returned; contained allocation=pointer-literal root=returned
}

//go:noinline
func interfaces(n int) { // want: contained allocation=variable root=heap-store
	steps = []step{&task{id: &n}} // want: heap-store allocation=slice-literal; contained allocation=pointer-literal root=heap-store
}

//go:noinline
func keepAll(nodes ...*node) []*node { return nodes }

//go:noinline
func variadic() []*node {
	n := node{value: 3}         // want: contained allocation=variable root=returned
	return keepAll(&n, &node{}) // want: returned allocation=variadic-slice; contained allocation=pointer-literal root=returned
}

//go:noinline
func methodValue(n int) func() { // want: contained allocation=variable root=returned
	t := task{id: &n} // want: contained allocation=variable root=returned
	return t.run      // want: returned allocation=method-value
}

//go:noinline
func sent(c chan<- *pair) {
	x := 1            // want: contained allocation=variable root=channel-send
	c <- &pair{a: &x} // want: channel-send allocation=pointer-literal
}

//go:noinline
func keptVariable() *pair {
	x := 1           // want: contained allocation=variable root=returned
	p := pair{a: &x} // want: returned allocation=variable
	return &p
}

//go:noinline
func keptField() *pair {
	x := 1     // want: contained allocation=variable root=returned
	var p pair // want: returned allocation=variable
	p.b = &x
	return &p
}

//go:noinline
func keptElement(i int) []*int {
	var cells [4]*int   // want: returned allocation=variable
	cells[i] = new(int) // want: contained allocation=new root=returned
	return cells[:]
}

//go:noinline
func throughCapture(run func(func())) int {
	var p *int   // want: closure-capture allocation=variable root=interface-call
	run(func() { // want: interface-call allocation=closure
		x := 1 // want: contained allocation=variable root=interface-call
		p = &x
	})
	return *p
}

//go:noinline
func noAllocation() node {
	return node{value: 1} // want: none
}

//go:noinline
func staysNested() int {
	n := &node{left: &node{value: 1}} // want: none
	return n.left.value
}

//go:noinline
func staysInSlice() int {
	x := 1          // want: none
	s := []*int{&x} // want: none
	return *s[0]
}
