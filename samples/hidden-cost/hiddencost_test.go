package hiddencost

import (
	"strings"
	"testing"
)

var words = strings.Fields(strings.Repeat(Text+" ", 4))

// Each function, called as the marks mean it.
var calls = map[string]func() int{
	"Concat":           func() int { return Concat(Text, Text) },
	"ConcatThree":      func() int { return ConcatThree(Text, Text) },
	"ConcatInLoop":     func() int { return ConcatInLoop(words) },
	"ToBytes":          func() int { return ToBytes(Text) },
	"ToRunes":          func() int { return ToRunes(Text) },
	"FromBytes":        func() int { return FromBytes(Data) },
	"FromRunes":        func() int { return FromRunes(Runes) },
	"Append":           func() int { return Append(Many) },
	"AppendMany":       func() int { return AppendMany(make([]int, Many)) },
	"MapPut":           func() int { return MapPut(Many) },
	"MapOfStrings":     func() int { return MapOfStrings(words) },
	"MapOfStructs":     func() int { return MapOfStructs(Many) },
	"MapSized":         func() int { return MapSized(Many) },
	"Channel":          Channel,
	"ChannelOfStructs": ChannelOfStructs,
	"Joined":           func() int { return Joined(words) },
	"Repeated":         func() int { return Repeated(Text) },
	"Upper":            func() int { return Upper(Text) },
	"Split":            func() int { return Split(Text) },
	"Fields":           func() int { return Fields(Text) },
	"Replaced":         func() int { return Replaced(Text) },
	"Formatted":        func() int { return Formatted(Size) },
	"Quoted":           func() int { return Quoted(Text) },
	"Mapped":           func() int { return Mapped(Text) },
	"Grown":            func() int { return Grown(Size) },
	"Made":             func() int { return Made(Size) },
	"DeferInLoop":      func() int { return DeferInLoop(Many) },
	"Goroutine":        Goroutine,
	"SortedCopy":       func() int { return SortedCopy([]int{3, 2, 1}) },
	"SplitSome":        func() int { return SplitSome(Text) },
}

func TestSomethingIsAllocated(t *testing.T) {
	for name, call := range calls {
		if n := testing.AllocsPerRun(100, func() { call() }); n == 0 {
			t.Errorf("%s: %v allocs/op", name, n)
		}
	}
}
