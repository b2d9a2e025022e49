// Package e is four calls away from package a.
package e

import "example.com/chains/item"

var kept *item.Item

//go:noinline
func Keep(it *item.Item) { kept = it }
