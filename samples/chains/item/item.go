// Package item holds the type that the chains hand on.
package item

// Item is what escapes.
type Item struct{ N int }
