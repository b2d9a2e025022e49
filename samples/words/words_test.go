package words

import (
	"fmt"
	"strings"
	"testing"
)

var (
	text    = strings.Repeat("The quick brown fox jumps over the lazy dog. ", 20)
	entries = many(200)
	result  string
	counted map[string]*Entry
)

func many(n int) map[string]*Entry {
	all := map[string]*Entry{}
	for i := 0; i < n; i++ {
		name := fmt.Sprintf("word%03d", i)
		all[name] = &Entry{Word: name, Count: 1000 + i}
	}
	return all
}

func TestRender(t *testing.T) {
	if got := Render(Count("b a b")); got != "a 1\nb 2\n" {
		t.Fatal(got)
	}
}

func BenchmarkCount(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		counted = Count(text)
	}
}

func BenchmarkRender(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		result = Render(entries)
	}
}
