// Package store keeps what it is given, in ways of its own.
package store

import "fmt"

var kept []byte

// Keep holds on to its parameter, and is too large to be inlined.
//
//go:noinline
func Keep(b []byte) { kept = b }

// Both holds on to its parameter and gives it back.
//
//go:noinline
func Both(n *int) *int {
	last = n
	return n
}

var last *int

// Table holds values.
type Table struct{ first *int }

// Put is small enough to be inlined.
func (t *Table) Put(n *int) { t.first = n }

// Register holds on to its receiver.
//
//go:noinline
func (t *Table) Register() { tables = append(tables, t) }

var tables []*Table

// Show prints, and lets nothing stay.
func Show(v any) { fmt.Println(v) }
