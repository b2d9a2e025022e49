package tested

import (
	"strings"
	"testing"
)

func TestAsk(t *testing.T) {
	if <-Ask() != 42 {
		t.Fail()
	}
}

func TestForget(t *testing.T) {
	Ask()
}

func TestRemember(t *testing.T) {
	for i := 0; i < 20; i++ {
		Remember(strings.Repeat("x", 100))
	}
}

func BenchmarkAsk(b *testing.B) {
	for i := 0; i < b.N; i++ {
		<-Ask()
	}
}
