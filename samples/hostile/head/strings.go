package main

// What Go strings and names can hold.

func strings(keep func(...any)) {
	keep("\x1b]0;owned\x07", "\x1b[2J", "\u202egnp.exe", "\u009b31m", "\x00", "\r\n::error::owned\n")
	keep("::error title=owned::x", " ::add-mask::x", "##[error]owned", "<img src=x onerror=1>", "|a|b|", "`x`", "@everyone #1")
}

type __proto__ struct{ constructor, toString int }

func (p *__proto__) hasOwnProperty() *int { return &p.constructor }

func prototype() *__proto__ { return &__proto__{} }
