// Package heapstore shows values that something on the heap points to.
package heapstore

type config struct {
	name  *string
	limit *int
	tags  []string
	next  *config
}

type cache struct {
	entries map[string]int
	load    func() int
}

var (
	current  *int
	settings config
	pair     [2]*int
	sizes    []int
)

//go:noinline
func global() {
	x := 1 // want: heap-store allocation=variable
	current = &x
}

//go:noinline
func globalField(limit int) { // want: heap-store allocation=variable
	settings.limit = &limit
}

//go:noinline
func globalStruct(name string) { // want: heap-store allocation=variable
	settings = config{name: &name}
}

//go:noinline
func globalSlice() {
	sizes = []int{1, 2, 3} // want: heap-store allocation=slice-literal
}

//go:noinline
func globalFolded() {
	n := 16
	sizes = make([]int, n) // want: stack-limit allocation=make-slice (go<1.25); heap-store allocation=make-slice (go>=1.25)
}

//go:noinline
func parameterField(c *config) {
	limit := 10 // want: heap-store allocation=variable
	c.limit = &limit
}

//go:noinline
func throughPointer(pp **int) {
	x := 1 // want: heap-store allocation=variable
	*pp = &x
}

//go:noinline
func pairAssignment(a, b **int) {
	x, y := 1, 2 // want: heap-store allocation=variable; heap-store allocation=variable
	*a, *b = &x, &y
}

//go:noinline
func heapObject() *config {
	limit := 10    // want: heap-store allocation=variable
	c := &config{} // want: returned allocation=pointer-literal
	c.limit = &limit
	return c
}

//go:noinline
func localPointer() int {
	var c config
	limit := 10 // want: heap-store allocation=variable
	p := &c
	p.limit = &limit
	return *c.limit
}

func (c *cache) init(n int) {
	c.entries = make(map[string]int, n) // want: heap-store allocation=make-map
	c.load = func() int { return n }    // want: heap-store allocation=closure
}

func (c *config) push(name string) { // want: contained allocation=variable root=heap-store
	c.next = &config{name: &name} // want: heap-store allocation=pointer-literal
}

//go:noinline
func twice(c *config) {
	x := 1 // want: heap-store allocation=variable
	current = &x
	c.limit = &x
}

//go:noinline
func noCopy(p *int) {
	x := 1
	*p = x // want: none
}

//go:noinline
func noValueField(c *config) {
	*c = config{tags: c.tags} // want: none
}

//go:noinline
func staysInLocalStruct() int {
	var c config
	limit := 10 // want: none
	c.limit = &limit
	return *c.limit
}

//go:noinline
func staysInLocalPointer() int {
	x := 1 // want: none
	p := &x
	*p = 2
	return x
}
