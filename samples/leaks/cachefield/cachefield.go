// Package cachefield adds to a slice that is a field, and never takes anything out.
package cachefield

type entry struct{ body [900]byte }

type cache struct{ entries []*entry }

var shared = &cache{}

// Work is what one request does.
func Work() {
	shared.add()
}

func (c *cache) add() {
	c.entries = append(c.entries, &entry{}) // leak: heap-growth likely; kept by field c.entries (go>=1.25); kept by slice c.entries (go<1.25)
}
