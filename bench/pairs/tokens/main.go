// Command tokens tells whether Go files are the same but for comments, blank space and semicolons.
//
//	tokens OLD NEW [OLD NEW]...
//
// It prints "equal" or "different". Comments count where they direct the compiler (//go:..., //line, //export, the
// preamble of cgo).
package main

import (
	"fmt"
	"go/scanner"
	"go/token"
	"log"
	"os"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	files := os.Args[1:]
	if len(files)%2 != 0 {
		log.Fatal("usage: tokens OLD NEW [OLD NEW]...")
	}
	for i := 0; i < len(files); i += 2 {
		if !slices.Equal(stream(files[i]), stream(files[i+1])) {
			fmt.Println("different")
			return
		}
	}
	fmt.Println("equal")
}

func stream(name string) []string {
	src, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	set := token.NewFileSet()
	var s scanner.Scanner
	s.Init(set.AddFile(name, -1, len(src)), src, nil, scanner.ScanComments)
	cgo := strings.Contains(string(src), `import "C"`)
	var texts []string
	for {
		_, tok, text := s.Scan()
		switch {
		case tok == token.EOF:
			return texts
		case tok == token.SEMICOLON:
			texts = append(texts, ";")
		case tok != token.COMMENT:
			texts = append(texts, tok.String()+" "+text)
		case cgo || directs(text):
			texts = append(texts, text)
		}
	}
}

func directs(comment string) bool {
	for _, start := range []string{"//go:", "//line ", "/*line ", "//export ", "// +build"} {
		if strings.HasPrefix(comment, start) {
			return true
		}
	}
	return false
}
