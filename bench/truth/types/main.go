// Command types holds what a report says is allocated against go/types.
//
//	types DIRECTORY PACKAGE < records.ndjson
//
// It reads records (one JSON object a line) of the packages that `go list -export -deps PACKAGE` names in DIRECTORY, and
// prints how many have the kind of allocation and the type that the source has at their place. With -v it prints the others.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

type frame struct {
	Function *string
	File     *string
	Line     *int
}

type record struct {
	Kind       string
	Package    string
	File       *string
	Line       *int
	Column     *int
	Function   *string
	Expression string
	Allocation string
	Cause      string
	Allocates  string
	Call       *string
	Type       *string
	Stack      []frame
}

type listed struct {
	ImportPath string
	Name       string
	Dir        string
	Export     string
	GoFiles    []string
	CgoFiles   []string
	ImportMap  map[string]string
}

// A fact is what the source has at a place: a kind of allocation and the type that the run time is given for it.
type fact struct {
	column int
	kind   string
	typ    string
}

type loader struct {
	fset     *token.FileSet
	packages map[string]*listed
	byFile   map[string]*listed
	facts    map[string]map[int][]fact // by file and line
	checked  map[string]bool
	gc       types.Importer
	root     string
	goroot   string
	modcache string
}

func main() {
	verbose := flag.Bool("v", false, "print what does not agree")
	flag.Parse()
	if flag.NArg() < 2 {
		log.Fatal("usage: types [-v] DIRECTORY PACKAGE...")
	}
	l, err := load(flag.Arg(0), flag.Args()[1:])
	if err != nil {
		log.Fatal(err)
	}
	counts := map[string]int{}
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var r record
			if err := json.Unmarshal(line, &r); err != nil {
				log.Fatal(err)
			}
			if verdict := l.judge(&r); verdict != "" {
				counts[verdict]++
				if *verbose && strings.HasPrefix(verdict, "wrong") {
					fmt.Printf("  %s %s:%d:%d %s %s %s: %s\n", verdict, str(r.File), num(r.Line), num(r.Column), str(r.Function), r.Allocation, str(r.Type), r.Expression)
				}
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	out, _ := json.Marshal(counts)
	fmt.Println(string(out))
}

func str(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

func num(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func load(dir string, patterns []string) (*loader, error) {
	args := append([]string{"list", "-export", "-deps", "-json=ImportPath,Name,Dir,Export,GoFiles,CgoFiles,ImportMap", "--"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	env := exec.Command("go", "env", "GOROOT", "GOMODCACHE", "GOMOD")
	env.Dir = dir
	values, err := env.Output()
	if err != nil {
		return nil, err
	}
	lines := strings.Split(string(values), "\n")
	l := &loader{
		fset:     token.NewFileSet(),
		packages: map[string]*listed{},
		byFile:   map[string]*listed{},
		facts:    map[string]map[int][]fact{},
		checked:  map[string]bool{},
		root:     filepath.Dir(lines[2]),
		goroot:   lines[0],
		modcache: lines[1],
	}
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		p := &listed{}
		if err := decoder.Decode(p); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		l.packages[p.ImportPath] = p
		for _, name := range p.GoFiles {
			l.byFile[filepath.Join(p.Dir, name)] = p
		}
	}
	l.gc = importer.ForCompiler(l.fset, "gc", func(path string) (io.ReadCloser, error) {
		p := l.packages[path]
		if p == nil || p.Export == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(p.Export)
	})
	return l, nil
}

// open gives a record's file its real name.
func (l *loader) open(file string) string {
	switch {
	case strings.HasPrefix(file, "$GOROOT/"):
		return filepath.Join(l.goroot, strings.TrimPrefix(file, "$GOROOT/"))
	case filepath.IsAbs(file):
		return file
	case strings.Contains(file, "@"):
		return filepath.Join(l.modcache, file)
	}
	return filepath.Join(l.root, file)
}

type mapped struct {
	l *loader
	p *listed
}

func (m mapped) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if to, ok := m.p.ImportMap[path]; ok {
		path = to
	}
	return m.l.gc.Import(path)
}

// at gives the facts of a line; nil where its package was not type-checked.
func (l *loader) at(file string, line int) []fact {
	p := l.byFile[file]
	if p == nil || len(p.CgoFiles) > 0 {
		return nil
	}
	if !l.checked[p.ImportPath] {
		l.checked[p.ImportPath] = true
		l.check(p)
	}
	return l.facts[file][line]
}

func (l *loader) check(p *listed) {
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(l.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return
		}
		files = append(files, f)
	}
	info := &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
		Implicits:  map[ast.Node]types.Object{},
	}
	path := p.ImportPath
	if p.Name == "main" {
		path = "main"
	}
	config := types.Config{Importer: mapped{l, p}, Error: func(error) {}, Sizes: types.SizesFor("gc", "amd64")}
	config.Check(path, l.fset, files, info)
	for _, f := range files {
		l.walk(f, info)
	}
}

func (l *loader) walk(f *ast.File, info *types.Info) {
	calls := map[ast.Expr]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			calls[ast.Unparen(c.Fun)] = true
		}
		switch n := n.(type) {
		case *ast.Ident:
			if v, ok := info.Defs[n].(*types.Var); ok {
				l.add(n.Pos(), "variable", v.Type())
			}
		case *ast.GoStmt: // the call is wrapped in a function literal
			l.add(n.Pos(), "closure", nil)
		case *ast.RangeStmt: // the body of a range over a function
			l.add(n.Pos(), "closure", nil)
		case *ast.DeferStmt:
			l.add(n.Pos(), "closure", nil)
		case *ast.CaseClause:
			if v, ok := info.Implicits[n].(*types.Var); ok {
				l.add(n.Pos(), "variable", v.Type())
			}
		case *ast.TypeSwitchStmt:
			if assign, ok := n.Assign.(*ast.AssignStmt); ok {
				for _, clause := range n.Body.List {
					if v, ok := info.Implicits[clause].(*types.Var); ok {
						l.add(assign.Lhs[0].Pos(), "variable", v.Type())
					}
				}
			}
		}
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		tv, ok := info.Types[e]
		if !ok || tv.Type == nil {
			return true
		}
		for _, pos := range places(e) {
			if tv.IsValue() {
				l.box(pos, tv.Type)
			}
			l.made(pos, e, info, calls)
		}
		return true
	})
}

// places are where the compiler can say that an expression is.
func places(e ast.Expr) []token.Pos {
	at := []token.Pos{e.Pos()}
	switch e := e.(type) {
	case *ast.CompositeLit:
		at = append(at, e.Lbrace)
	case *ast.CallExpr:
		at = append(at, e.Lparen)
		if s, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr); ok {
			at = append(at, s.Sel.Pos(), s.X.End())
		}
	case *ast.BinaryExpr:
		at = append(at, e.OpPos)
	case *ast.SelectorExpr:
		at = append(at, e.Sel.Pos(), e.X.End())
	case *ast.IndexExpr:
		at = append(at, e.Lbrack)
	case *ast.SliceExpr:
		at = append(at, e.Lbrack)
	case *ast.TypeAssertExpr:
		at = append(at, e.X.End(), e.Lparen)
	}
	return at
}

func (l *loader) box(pos token.Pos, t types.Type) {
	if tuple, ok := t.(*types.Tuple); ok {
		for i := 0; i < tuple.Len(); i++ {
			l.add(pos, "boxed-value", tuple.At(i).Type())
		}
		return
	}
	l.add(pos, "boxed-value", types.Default(t))
}

func (l *loader) made(pos token.Pos, e ast.Expr, info *types.Info, calls map[ast.Expr]bool) {
	typeOf := func(e ast.Expr) types.Type { return info.Types[e].Type }
	switch e := e.(type) {
	case *ast.UnaryExpr:
		if lit, ok := ast.Unparen(e.X).(*ast.CompositeLit); ok && e.Op == token.AND {
			l.add(pos, "pointer-literal", typeOf(lit))
			l.add(lit.Pos(), "pointer-literal", typeOf(lit))
			l.add(lit.Lbrace, "pointer-literal", typeOf(lit))
		}
	case *ast.CompositeLit:
		switch t := typeOf(e).Underlying().(type) {
		case *types.Slice:
			l.add(pos, "slice-literal", t.Elem())
		case *types.Map:
			l.add(pos, "map-literal", typeOf(e))
		case *types.Pointer: // an element whose & is left out
			l.add(pos, "pointer-literal", t.Elem())
		}
	case *ast.FuncLit:
		l.add(pos, "closure", nil)
	case *ast.BinaryExpr:
		if b, ok := typeOf(e).Underlying().(*types.Basic); ok && e.Op == token.ADD && b.Info()&types.IsString != 0 {
			l.add(pos, "string-concatenation", nil)
		}
	case *ast.SelectorExpr:
		if s := info.Selections[e]; s != nil && s.Kind() == types.MethodVal && !calls[e] {
			l.add(pos, "method-value", nil)
		}
	case *ast.CallExpr:
		l.called(pos, e, info)
	}
}

func (l *loader) called(pos token.Pos, e *ast.CallExpr, info *types.Info) {
	fun := info.Types[e.Fun]
	result := info.Types[e].Type
	switch {
	case fun.IsType():
		if _, ok := fun.Type.Underlying().(*types.Interface); ok {
			return
		}
		if len(e.Args) == 1 {
			l.add(pos, "string-conversion", nil)
			for _, arg := range places(ast.Unparen(e.Args[0])) {
				l.add(arg, "string-conversion", nil)
			}
		}
	case fun.IsBuiltin():
		name := ""
		switch f := ast.Unparen(e.Fun).(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		switch name {
		case "new":
			if p, ok := result.(*types.Pointer); ok {
				l.add(pos, "new", p.Elem())
			}
		case "append":
			if s, ok := result.Underlying().(*types.Slice); ok {
				l.add(pos, "append", s.Elem())
			}
		case "make":
			switch t := result.Underlying().(type) {
			case *types.Slice:
				l.add(pos, "make-slice", t.Elem())
			case *types.Map:
				l.add(pos, "make-map", result)
			case *types.Chan:
				l.add(pos, "make-chan", result)
			}
		}
	default:
		l.add(pos, "call", nil)
		if s, ok := fun.Type.Underlying().(*types.Signature); ok && s.Variadic() && e.Ellipsis == token.NoPos {
			if last, ok := s.Params().At(s.Params().Len() - 1).Type().(*types.Slice); ok {
				l.add(pos, "variadic-slice", last.Elem())
			}
		}
	}
}

func (l *loader) add(pos token.Pos, kind string, t types.Type) {
	at := l.fset.PositionFor(pos, false)
	lines := l.facts[at.Filename]
	if lines == nil {
		lines = map[int][]fact{}
		l.facts[at.Filename] = lines
	}
	text := ""
	if t != nil {
		text = plain(written(t))
	}
	lines[at.Line] = append(lines[at.Line], fact{at.Column, kind, text})
}

var (
	space = regexp.MustCompile(`\s+`)
	array = regexp.MustCompile(`^\[\d+\]`)
	local = regexp.MustCompile(`·\d+`)
	alias = regexp.MustCompile(`\b(any|byte|rune)\b`)
)

// written writes a type with the types that aliases in it stand for.
func written(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return "*" + written(t.Elem())
	case *types.Slice:
		return "[]" + written(t.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), written(t.Elem()))
	case *types.Map:
		return "map[" + written(t.Key()) + "]" + written(t.Elem())
	default:
		return types.TypeString(t, func(p *types.Package) string { return p.Path() })
	}
}

// plain writes a type as it is compared: aliases and spaces are written in more than one way.
func plain(t string) string {
	t = local.ReplaceAllString(t, "")
	t = alias.ReplaceAllStringFunc(t, func(s string) string {
		return map[string]string{"any": "interface{}", "byte": "uint8", "rune": "int32"}[s]
	})
	return space.ReplaceAllString(t, "")
}

// untyped calls do not name the type of what they make, or name that of the closure.
var untyped = regexp.MustCompile(`^(?:convT(?:16|32|64|string|slice)|concat\w+|makemap_small|slicebytetostring|stringtoslice\w+|slicerunetostring|intstring|rawbyteslice|newproc\w*)$`)

// judge tells whether a record is right; empty where it is none that can be judged.
func (l *loader) judge(r *record) string {
	if r.Kind != "escape" || r.File == nil || r.Line == nil || r.Function == nil {
		return ""
	}
	// The conversion of a result is where its statement is.
	if strings.HasPrefix(r.Expression, ".autotmp_") {
		return "no-source"
	}
	// One copy of generic code stands for several types.
	if strings.Contains(*r.Function, "[") || strings.Contains(str(r.Type), "go.shape") {
		return "generic"
	}
	file, line, column := l.open(*r.File), *r.Line, num(r.Column)
	if n := len(r.Stack); n > 1 {
		last := r.Stack[n-1]
		if last.File == nil || last.Line == nil || strings.Contains(str(last.Function), "[") {
			return "generic"
		}
		file, line, column = l.open(*last.File), *last.Line, 0
	} else if r.Call == nil {
		// Without a call nothing tells an inlined one from a written one.
		column = 0
	}
	facts := l.at(file, line)
	if len(facts) == 0 {
		return "no-source"
	}
	kindFound, typeFound := false, false
	want := ""
	if r.Type != nil {
		want = plain(*r.Type)
		if r.Allocation == "slice-literal" || r.Allocation == "variadic-slice" || r.Allocation == "make-slice" || r.Allocation == "append" {
			want = array.ReplaceAllString(want, "")
		}
	}
	if r.Allocation == "variable" && len(r.Stack) > 1 {
		// The parameter of an inlined function is declared above the line that needs its address.
		for above := line - 1; above > 0 && above > line-60; above-- {
			facts = append(facts, l.at(file, above)...)
		}
	}
	for _, f := range facts {
		if (column != 0 && f.column != column) || f.kind != r.Allocation {
			continue
		}
		kindFound = true
		if f.typ == want || f.typ == "" || want == "" {
			typeFound = true
		}
	}
	inlined := false
	for _, f := range facts {
		inlined = inlined || f.kind == "call" && f.column == column && column != 0
	}
	switch {
	case !kindFound && inlined:
		// The call was replaced by code of another place, and the machine code does not say which.
		return "inlined"
	case !kindFound && r.Call == nil:
		return "not-joined"
	case !kindFound:
		return "wrong-kind"
	case r.Call == nil || want == "" || strings.Contains(want, "struct{") || strings.Contains(want, "func(") || untyped.MatchString(*r.Call) || r.Allocation == "closure" || r.Allocation == "method-value":
		return "right-kind"
	case !typeFound:
		return "wrong-type"
	}
	return "right"
}
