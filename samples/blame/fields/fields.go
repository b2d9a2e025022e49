// Package fields has a struct field that everything is stored in.
package fields

type request struct{ id int }

type server struct {
	current *request
	queue   chan *request
	log     []*request
	byID    map[int]*request
}

//go:noinline
func (s *server) begin(id int) {
	s.current = &request{id: id} // blame: field .current in package fields
}

//go:noinline
func (other *server) retry() {
	other.current = new(request) // blame: field .current in package fields
}

//go:noinline
func (s *server) enqueue(id int) {
	s.queue <- &request{id: id} // blame: send on s.queue in fields.(*server).enqueue
}

//go:noinline
func (s *server) remember(id int) {
	s.byID[id] = &request{id: id} // blame: element s.byID[id] in fields.(*server).remember
}
