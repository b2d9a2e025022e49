// Package elementstore shows values that are kept as elements of maps and slices.
package elementstore

type user struct{ name string }

type table [4]*user

//go:noinline
func mapValue(m map[string]*user, name string) {
	u := user{name} // want: element-store allocation=variable
	m[name] = &u
}

//go:noinline
func mapValueLiteral(m map[string]*user, name string) {
	m[name] = &user{name} // want: element-store allocation=pointer-literal
}

//go:noinline
func mapKey(m map[*user]bool, name string) {
	u := user{name} // want: element-store allocation=variable
	m[&u] = true
}

//go:noinline
func mapKeyText(m map[string]int, key []byte) {
	m[string(key)]++ // want: element-store allocation=string-conversion
}

//go:noinline
func mapLiteral(name string) int {
	u, v := user{name}, user{"b"} // want: element-store allocation=variable; element-store allocation=variable
	m := map[*user]*user{&u: &v}
	return len(m)
}

//go:noinline
func sliceElement(s []*user, name string) {
	u := user{name} // want: element-store allocation=variable
	s[0] = &u
}

//go:noinline
func arrayElement(t *table, name string) {
	t[1] = &user{name} // want: element-store allocation=pointer-literal
}

//go:noinline
func appended(s []*user, name string) int {
	u := user{name} // want: element-store allocation=variable
	s = append(s, &u)
	return len(s)
}

//go:noinline
func appendedSlice(dst []*user, name string) int {
	u := user{name} // want: element-store allocation=variable
	src := []*user{&u}
	return len(append(dst, src...))
}

//go:noinline
func appendee(name string) int {
	u := user{name} // want: element-store allocation=variable
	s := []*user{&u}
	s = append(s, nil)
	return len(s)
}

//go:noinline
func copied(dst []*user, name string) {
	u := user{name} // want: element-store allocation=variable
	src := []*user{&u}
	copy(dst, src)
}

//go:noinline
func inner(rows [][]int, n int) {
	for i := range rows {
		rows[i] = make([]int, 8) // want: element-store allocation=make-slice
	}
}

//go:noinline
func noMapValue(m map[string]user, name string) {
	u := user{name}
	m[name] = u // want: none
}

//go:noinline
func noMapLookup(m map[string]int, key []byte) int {
	return m[string(key)] // want: none
}

//go:noinline
func staysInLocalArray(name string) int {
	u := user{name} // want: none
	var t table
	t[0] = &u
	return len(t[0].name)
}

//go:noinline
func staysInLocalSlice(name string) int {
	u := user{name}  // want: none
	s := []*user{&u} // want: none
	return len(s[0].name)
}

//go:noinline
func noPointerCopied(dst, src []user) int {
	return copy(dst, src) // want: none
}
