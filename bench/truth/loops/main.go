// Command loops holds which allocations a report says lie in a loop against the source.
//
//	loops [-v] DIRECTORY < records.ndjson
//
// It reads records (one JSON object a line) whose files are named from DIRECTORY, and prints how many the machine code and
// the source agree on. Lines that hold the head of a loop decide nothing: what stands there runs once or each time.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

type frame struct {
	Function *string
	File     *string
	Line     *int
}

type record struct {
	File  *string
	Line  *int
	Loop  *bool
	Stack []frame
}

// A verdict is what the source says of a line of a function.
type verdict int

const (
	once    verdict = iota
	round           // in the body of a loop
	leaving         // in the body of a loop, on a path that ends the loop
	unsure          // in the head of a loop, in a function with goto, or not found
)

type span struct {
	from, to int
	verdict  verdict
}

type source struct {
	// Of each function: its lines, and those in loops; inner functions come later.
	functions []function
}

type function struct {
	from, to int
	spans    []span
}

func main() {
	verbose := flag.Bool("v", false, "print what does not agree")
	flag.Parse()
	if flag.NArg() < 1 {
		log.Fatal("usage: loops [-v] DIRECTORY")
	}
	dir := flag.Arg(0)
	env := exec.Command("go", "env", "GOROOT", "GOMODCACHE", "GOMOD")
	env.Dir = dir
	values, err := env.Output()
	if err != nil {
		log.Fatal(err)
	}
	lines := strings.Split(string(values), "\n")
	open := func(file string) string {
		switch {
		case strings.HasPrefix(file, "$GOROOT/"):
			return filepath.Join(lines[0], strings.TrimPrefix(file, "$GOROOT/"))
		case filepath.IsAbs(file):
			return file
		case strings.Contains(file, "@"):
			return filepath.Join(lines[1], file)
		}
		return filepath.Join(filepath.Dir(lines[2]), file)
	}
	files := map[string]*source{}
	counts := map[string]int{}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<28)
	for in.Scan() {
		var r record
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			log.Fatal(err)
		}
		if r.Loop == nil || r.File == nil || r.Line == nil {
			continue
		}
		stack := r.Stack
		if len(stack) == 0 {
			stack = []frame{{File: r.File, Line: r.Line}}
		}
		said := once
		for _, f := range stack {
			switch v := lookUp(files, open, f); {
			case v == unsure:
				said = unsure
			case said == unsure:
			case v == leaving || said == leaving:
				said = leaving
			case v == round:
				said = round
			}
		}
		name := "once in both"
		switch {
		case said == unsure:
			name = "the source does not tell"
		case *r.Loop && said == round:
			name = "loop in both"
		case *r.Loop && said == leaving:
			name = "loop in both, on a path that may end it"
		case *r.Loop:
			name = "loop in the machine code alone"
		case said == leaving:
			name = "in a loop of the source that the path leaves"
		case said == round:
			name = "loop in the source alone"
		}
		counts[name]++
		if *verbose && strings.HasSuffix(name, "alone") {
			fmt.Printf("  %s: %s:%d", name, *r.File, *r.Line)
			for _, f := range stack[min(1, len(stack)):] {
				if f.File != nil && f.Line != nil {
					fmt.Printf(" > %s:%d", *f.File, *f.Line)
				}
			}
			fmt.Println()
		}
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
	out, _ := json.Marshal(counts)
	fmt.Println(string(out))
}

func lookUp(files map[string]*source, open func(string) string, f frame) verdict {
	if f.File == nil || f.Line == nil {
		return unsure
	}
	known, ok := files[*f.File]
	if !ok {
		known = read(open(*f.File))
		files[*f.File] = known
	}
	if known == nil {
		return unsure
	}
	found := unsure
	for _, each := range known.functions {
		if *f.Line < each.from || *f.Line > each.to {
			continue
		}
		// The innermost one is the last, unless another begins or ends on the same line.
		found = once
		for _, s := range each.spans {
			if *f.Line >= s.from && *f.Line <= s.to {
				found = s.verdict
			}
		}
	}
	return found
}

func read(path string) *source {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	found := &source{}
	line := func(at token.Pos) int { return fset.Position(at).Line }
	var inspect func(node ast.Node, at int, outer verdict)
	add := func(at int, from, to token.Pos, v verdict) {
		if at >= 0 {
			found.functions[at].spans = append(found.functions[at].spans, span{line(from), line(to), v})
		}
	}
	body := func(block *ast.BlockStmt, head ast.Node, at int) {
		add(at, head.Pos(), head.End(), round)
		inspect(block, at, round)
		// What stands on the line of the head may run once.
		add(at, head.Pos(), block.Lbrace, unsure)
	}
	inspect = func(node ast.Node, at int, outer verdict) {
		ast.Inspect(node, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Body != nil {
					found.functions = append(found.functions, function{from: line(n.Pos()), to: line(n.End())})
					inner := len(found.functions) - 1
					if jumps(n.Body) {
						add(inner, n.Pos(), n.End(), unsure)
					} else {
						inspect(n.Body, inner, once)
					}
				}
				return false
			case *ast.FuncLit:
				// The line where it is made belongs to both.
				add(at, n.Pos(), n.Pos(), unsure)
				found.functions = append(found.functions, function{from: line(n.Body.Lbrace), to: line(n.End())})
				inner := len(found.functions) - 1
				if line(n.Body.Lbrace) == line(n.End()) {
					add(inner, n.Pos(), n.End(), unsure)
				}
				add(inner, n.Body.Lbrace, n.Body.Lbrace, unsure)
				inspect(n.Body, inner, once)
				return false
			case *ast.ForStmt:
				body(n.Body, n, at)
				return false
			case *ast.RangeStmt:
				body(n.Body, n, at)
				return false
			case *ast.BlockStmt:
				if n != node && outer != once && ends(n.List) {
					add(at, n.Pos(), n.End(), leaving)
				}
			case *ast.CaseClause:
				if outer != once && ends(n.Body) {
					add(at, n.Pos(), n.End(), leaving)
				}
			case *ast.CommClause:
				if outer != once && ends(n.Body) {
					add(at, n.Pos(), n.End(), leaving)
				}
			case *ast.ReturnStmt:
				if outer != once {
					add(at, n.Pos(), n.End(), leaving)
				}
			}
			return true
		})
		if block, ok := node.(*ast.BlockStmt); ok && outer == round && ends(block.List) {
			add(at, block.Pos(), block.End(), leaving)
		}
	}
	inspect(file, -1, once)
	return found
}

func jumps(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if b, ok := n.(*ast.BranchStmt); ok && b.Tok == token.GOTO {
			found = true
		}
		return !found
	})
	return found
}

// ends tells whether statements leave the loop that they stand in: by return, break, panic, or a call that ends everything.
func ends(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch last := list[len(list)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return last.Tok == token.BREAK || last.Tok == token.CONTINUE && last.Label != nil
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		switch name := call.Fun.(type) {
		case *ast.Ident:
			return name.Name == "panic"
		case *ast.SelectorExpr:
			return strings.HasPrefix(name.Sel.Name, "Fatal") || name.Sel.Name == "Exit" || strings.HasPrefix(name.Sel.Name, "Panic")
		}
	}
	return false
}
