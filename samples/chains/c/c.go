// Package c is two calls away from package a.
package c

import (
	"example.com/chains/d"
	"example.com/chains/item"
)

var kept *item.Item

//go:noinline
func Keep(it *item.Item) { kept = it }

//go:noinline
func Pass(it *item.Item) { d.Keep(it) }

//go:noinline
func PassOn(it *item.Item) { d.Pass(it) }

// Read keeps nothing.
//
//go:noinline
func Read(it *item.Item) int { return it.N }
