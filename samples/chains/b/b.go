// Package b is one call away from package a.
package b

import (
	"example.com/chains/c"
	"example.com/chains/item"
)

var kept *item.Item

//go:noinline
func Keep(it *item.Item) { kept = it }

//go:noinline
func Pass(it *item.Item) { c.Keep(it) }

//go:noinline
func PassOn(it *item.Item) { c.Pass(it) }

//go:noinline
func PassFar(it *item.Item) { c.PassOn(it) }

// Read keeps nothing.
//
//go:noinline
func Read(it *item.Item) int { return c.Read(it) }
