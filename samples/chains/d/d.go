// Package d is three calls away from package a.
package d

import (
	"example.com/chains/e"
	"example.com/chains/item"
)

var kept *item.Item

//go:noinline
func Keep(it *item.Item) { kept = it }

//go:noinline
func Pass(it *item.Item) { e.Keep(it) }
