// Package words counts words. It allocates more than it needs to: docs/profile.md and docs/prove.md find out where.
package words

import (
	"fmt"
	"sort"
	"strings"
)

// Entry is a word and how often it was seen.
type Entry struct {
	Word  string
	Count int
}

// Count counts the words of a text.
func Count(text string) map[string]*Entry {
	entries := map[string]*Entry{}
	for _, word := range strings.Fields(text) {
		key := strings.ToLower(word)
		entry, ok := entries[key]
		if !ok {
			entry = &Entry{Word: key}
			entries[key] = entry
		}
		entry.Count++
	}
	return entries
}

// Render lists entries by name, one a line.
func Render(entries map[string]*Entry) string {
	var names []string
	for name := range entries {
		names = append(names, name)
	}
	sort.Strings(names)
	text := ""
	for _, name := range names {
		text += line(name, entries[name].Count)
	}
	return text
}

func line(name string, count int) string {
	return fmt.Sprintf("%s %d\n", name, count)
}
