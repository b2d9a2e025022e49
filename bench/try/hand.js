// What try says of a leak against the same leak mended by hand: in a copy of a public module the statements by which a
// parameter leaks are written anew, the module is compiled, and the decisions that are gone are compared.
//
//     node bench/try/hand.js [NAME…]
//
// One row a parameter; what only one side takes away is listed below it. Modules come from the Go proxy.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../bin/escape-report.js", import.meta.url));

/**
 * Module, parameter, file, the beginning of its function, and what is written for what in it.
 * @type {readonly (readonly [string, string, string, string, readonly (readonly [string, string])[]])[]}
 */
const EDITS = [
  [
    "github.com/expr-lang/expr@v1.17.2",
    "parser.(*parser).createNode:n",
    "parser/parser.go",
    "func (p *parser) createNode(",
    [["n.SetLocation(loc)", "_ = loc"]],
  ],
  [
    "github.com/expr-lang/expr@v1.17.2",
    "checker.(*checker).error:args",
    "checker/checker.go",
    "func (v *checker) error(",
    [["fmt.Sprintf(format, args...)", "format"]],
  ],
  [
    "github.com/expr-lang/expr@v1.17.2",
    "optimizer.patchCopyType:newNode",
    "optimizer/optimizer.go",
    "func patchCopyType(",
    [
      ["newNode.SetType(t)", "_ = t"],
      ["Patch(node, newNode)", "Patch(node, nil)"],
    ],
  ],
  [
    "github.com/expr-lang/expr@v1.17.2",
    "optimizer.patchWithType:newNode",
    "optimizer/optimizer.go",
    "func patchWithType(",
    [
      ["reflect.TypeOf(n.Value)", "nil"],
      ["n.Type()", "nil"],
      ["switch n := newNode", "switch newNode"],
      ["newNode.SetType(", "Node(nil).SetType("],
      ['%T", newNode', '%T", nil'],
      ["Patch(node, newNode)", "Patch(node, nil)"],
    ],
  ],
  [
    "github.com/expr-lang/expr@v1.17.2",
    "ast.Patch:newNode",
    "ast/node.go",
    "func Patch(",
    [
      ["newNode.SetLocation(", "Node(nil).SetLocation("],
      ["*node = newNode", "*node = nil"],
    ],
  ],
  [
    "github.com/expr-lang/expr@v1.17.2",
    "compiler.(*compiler).addConstant:constant",
    "compiler/compiler.go",
    "func (c *compiler) addConstant(",
    [
      ["hash := constant", "var hash any"],
      ['("%v", field)', '("%v", field == nil)'],
      ['("%v", method)', '("%v", method == nil)'],
      ["append(c.constants, constant)", "append(c.constants, nil)"],
    ],
  ],
  ["github.com/expr-lang/expr@v1.17.2", "ast.Walk:v", "ast/visitor.go", "func Walk(", [["v.Visit(node)", "_ = v"]]],
  [
    "github.com/emersion/go-smtp@v0.21.3",
    "smtp.(*Client).setConn:c",
    "client.go",
    "func (c *Client) setConn(",
    [["clientDebugWriter{c}", "clientDebugWriter{nil}"]],
  ],
  [
    "github.com/emersion/go-smtp@v0.21.3",
    "smtp.(*Client).cmd:args",
    "client.go",
    "func (c *Client) cmd(",
    [["c.text.Cmd(format, args...)", "c.text.Cmd(format)"]],
  ],
  [
    "github.com/go-logfmt/logfmt@v0.5.1",
    "logfmt.writeStringKey:w",
    "encode.go",
    "func writeStringKey(",
    [["io.WriteString(w, k)", "io.WriteString(nil, k)"]],
  ],
  [
    "github.com/gabriel-vasile/mimetype@v1.4.8",
    "magic.newReader:r",
    "internal/magic/text_csv.go",
    "func newReader(",
    [["br.Reset(r)", "br.Reset(nil)"]],
  ],
  [
    "github.com/gabriel-vasile/mimetype@v1.4.8",
    "mimetype.(*MIME).match:in",
    "mime.go",
    "func (m *MIME) match(",
    [
      ["c.detector(in, ", "c.detector(nil, "],
      ["f(in)", "f(nil)"],
    ],
  ],
  [
    "github.com/go-openapi/spec@v0.21.0",
    "spec.debugLog:args",
    "debug.go",
    "func debugLog(",
    [["fmt.Sprintf(msg, args...)", "fmt.Sprint(msg)"]],
  ],
  [
    "github.com/go-openapi/spec@v0.21.0",
    "spec.getRefAndSchema:input",
    "expander.go",
    "func getRefAndSchema(",
    [["input, ErrExpand", "nil, ErrExpand"]],
  ],
  [
    "github.com/go-openapi/spec@v0.21.0",
    "spec.(*schemaLoader).resolveRef:target",
    "schema_loader.go",
    "func (r *schemaLoader) resolveRef(",
    [
      ["reflect.ValueOf(target)", "reflect.ValueOf(nil)"],
      ["(res, target)", "(res, nil)"],
    ],
  ],
  ["github.com/miekg/dns@v1.1.65", "dns.packRR:msg", "msg.go", "func packRR(", [["rr.pack(msg, ", "rr.pack(nil, "]]],
  [
    "github.com/miekg/dns@v1.1.65",
    "dns.NewZoneParser:r",
    "scan.go",
    "func NewZoneParser(",
    [["newZLexer(r)", "newZLexer(nil)"]],
  ],
  [
    "github.com/klauspost/compress@v1.17.11",
    "fse.(*Scratch).prepare:in",
    "fse/fse.go",
    "func (s *Scratch) prepare(",
    [["s.br.init(in)", "s.br.init(nil)"]],
  ],
  [
    "github.com/klauspost/compress@v1.17.11",
    "s2.(*Writer).Reset:writer",
    "s2/writer.go",
    "func (w *Writer) Reset(",
    [
      ["w.writer = writer", "w.writer = nil"],
      ["writer.Write(", "io.Writer(nil).Write("],
    ],
  ],
  [
    "go.etcd.io/bbolt@v1.4.0",
    "(*surgeryBaseOptions).AddFlags:o",
    "cmd/bbolt/command_surgery.go",
    "func (o *surgeryBaseOptions) AddFlags(",
    [["&o.outputDBFilePath", "new(string)"]],
  ],
  [
    "go.etcd.io/bbolt@v1.4.0",
    "bbolt.(*node).put:value",
    "node.go",
    "func (n *node) put(",
    [["SetValue(value)", "SetValue(nil)"]],
  ],
  [
    "go.etcd.io/bbolt@v1.4.0",
    "bbolt.(*node).put:newKey",
    "node.go",
    "func (n *node) put(",
    [["SetKey(newKey)", "SetKey(nil)"]],
  ],
  [
    "go.etcd.io/bbolt@v1.4.0",
    "bbolt.(*Bucket).Put:key",
    "bucket.go",
    "func (b *Bucket) Put(",
    [
      ['%q", key)', '%q", 0)'],
      ['%v", key, err', '%v", 0, err'],
      ['successfully", key)', 'successfully", 0)'],
    ],
  ],
  [
    "golang.org/x/crypto@v0.53.0",
    "pkcs12.unmarshal:out",
    "pkcs12/pkcs12.go",
    "func unmarshal(",
    [["asn1.Unmarshal(in, out)", "asn1.Unmarshal(in, nil)"]],
  ],
  [
    "golang.org/x/crypto@v0.53.0",
    "packet.readFull:buf",
    "openpgp/packet/packet.go",
    "func readFull(",
    [["io.ReadFull(r, buf)", "io.ReadFull(r, nil)"]],
  ],
  [
    "golang.org/x/crypto@v0.53.0",
    "ssh.(*chanList).add:ch",
    "ssh/mux.go",
    "func (c *chanList) add(",
    [
      ["c.chans[i] = ch", "c.chans[i] = nil"],
      ["append(c.chans, ch)", "append(c.chans, nil)"],
    ],
  ],
  [
    "golang.org/x/crypto@v0.53.0",
    "ssh.parseNameList:in",
    "ssh/messages.go",
    "func parseNameList(",
    [["bytes.Split(contents, comma)", "bytes.Split(nil, comma)"]],
  ],
  [
    "golang.org/x/crypto@v0.53.0",
    "acme.(*Client).fetchNonce:url",
    "acme/acme.go",
    "func (c *Client) fetchNonce(",
    [['"HEAD", url, nil', '"HEAD", "", nil']],
  ],
  [
    "golang.org/x/crypto@v0.53.0",
    "ssh.marshalStruct:msg",
    "ssh/messages.go",
    "func marshalStruct(",
    [["reflect.ValueOf(msg)", "reflect.ValueOf(nil)"]],
  ],
  [
    "golang.org/x/crypto@v0.53.0",
    "ssh.Unmarshal:out",
    "ssh/messages.go",
    "func Unmarshal(",
    [["reflect.ValueOf(out)", "reflect.ValueOf(nil)"]],
  ],
  [
    "github.com/alecthomas/repr@v0.5.2",
    "repr.New:w",
    "repr.go",
    "func New(",
    [["w:             w,", "w:             nil,"]],
  ],
  [
    "github.com/go-openapi/analysis@v0.23.0",
    "replace.getPointerFromKey:sp",
    "internal/flatten/replace/replace.go",
    "func getPointerFromKey(",
    [["ptr.Get(sp)", "ptr.Get(nil)"]],
  ],
  [
    "github.com/aws/smithy-go@v1.24.3",
    "json.(*Encoder).encodeZeroValue:vp",
    "document/json/encoder.go",
    "func (e *Encoder) encodeZeroValue(",
    [["vp.GetValue()", "valueProvider(nil).GetValue()"]],
  ],
  [
    "github.com/aws/smithy-go@v1.24.3",
    "json.(*Encoder).encodeNumber:vp",
    "document/json/encoder.go",
    "func (e *Encoder) encodeNumber(",
    [["vp.GetValue()", "valueProvider(nil).GetValue()"]],
  ],
];

const environment = { ...process.env, GOFLAGS: "-mod=mod" };
const copies = new Map();

/** A copy of a module that can be written. @param {string} module */
function copyOf(module) {
  let copy = copies.get(module);
  if (copy === undefined) {
    const listed = execFileSync("go", ["mod", "download", "-json", module], { encoding: "utf8", cwd: tmpdir() });
    copy = mkdtempSync(join(tmpdir(), "escape-report-hand-"));
    cpSync(JSON.parse(listed).Dir, copy, { recursive: true });
    for (const name of ["", ...readdirSync(copy, { recursive: true, encoding: "utf8" })]) {
      chmodSync(join(copy, name), 0o755);
    }
    copies.set(module, copy);
  }
  return copy;
}

/** Decisions of the module, by place and text, with how often each is printed. @param {string} directory */
function decisions(directory) {
  const words = ["list", "-e", "-export", "-f", "{{/* diagnostics */}}", "-gcflags=-m", "./..."];
  const { stderr } = spawnSync("go", words, { cwd: directory, env: environment, encoding: "utf8", maxBuffer: 1 << 30 });
  const found = new Map();
  for (const [, file = "", line, text] of stderr.matchAll(
    /^(\S+\.go):(\d+):\d+: (.* escapes to heap|moved to heap: .*)$/gm,
  )) {
    const key = `${file.replace(/^\.\//, "")}:${line} ${text}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

/** @param {Map<string, number>} before @param {Map<string, number>} after */
function gone(before, after) {
  return [...before].flatMap(([key, count]) => Array(Math.max(0, count - (after.get(key) ?? 0))).fill(key));
}

/** @param {string} text @param {string} start @param {readonly (readonly [string, string])[]} replacements */
function edited(text, start, replacements) {
  const from = text.indexOf(start);
  const to = text.indexOf("\n}\n", from);
  if (from < 0 || to < 0) throw new Error(`there is no ${start}`);
  let body = text.slice(from, to);
  for (const [old, replacement] of replacements) {
    if (!body.includes(old)) throw new Error(`${start} has no ${old}`);
    body = body.replaceAll(old, replacement);
  }
  const lines = new Set();
  const first = text.slice(0, from).split("\n").length;
  text
    .slice(from, to)
    .split("\n")
    .forEach((line, i) => {
      if (line !== body.split("\n")[i]) lines.add(first + i);
    });
  return { text: text.slice(0, from) + body + text.slice(to), lines };
}

const wanted = process.argv.slice(2);
let equal = 0;
let all = 0;
try {
  for (const [module, name, file, start, replacements] of EDITS) {
    if (wanted.length > 0 && !wanted.some((each) => name.includes(each))) continue;
    const directory = copyOf(module);
    const path = join(directory, file);
    const source = readFileSync(path, "utf8");
    const { text, lines } = edited(source, start, replacements);
    // In an edited line expressions read differently.
    /** @param {string} key */
    const isOther = (key) => ![...lines].some((line) => key.startsWith(`${file}:${line} `));
    const before = decisions(directory);
    writeFileSync(path, text);
    const compiled = spawnSync("go", ["list", "-export", `./${dirname(file)}`], {
      cwd: directory,
      env: environment,
      encoding: "utf8",
    });
    if (compiled.status !== 0) throw new Error(`${name}: the edit does not compile: ${compiled.stderr}`);
    const after = decisions(directory);
    writeFileSync(path, source);
    const run = spawnSync(process.execPath, [CLI, "try", name, "--all", "--format", "json", "-q"], {
      cwd: directory,
      env: environment,
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    all++;
    if (run.status !== 0) {
      console.log(`${name}: ${run.stderr.trim()}`);
      continue;
    }
    const result = JSON.parse(run.stdout);
    const sites = [
      ...result.removed,
      ...result.changed
        .filter((/** @type {any} */ each) => each.what.includes("decision"))
        .map((/** @type {any} */ each) => each.before),
    ].filter(({ kind }) => kind === "escape");
    const tried = sites.map((site) => `${site.file}:${site.line} ${site.message}`).filter(isOther);
    const hand = gone(before, after).filter(isOther);
    const onlyHand = gone(counts(hand), counts(tried));
    const onlyTried = gone(counts(tried), counts(hand));
    const isEqual = onlyHand.length + onlyTried.length === 0;
    if (isEqual) equal++;
    console.log(
      `${isEqual ? "=" : "≠"} ${module.replace(/^.*\//, "")} ${name}: by hand ${hand.length}, by try ${tried.length}` +
        `, still there ${result.changed.length}, new ${result.added.length} (by hand ${gone(after, before).filter(isOther).length})` +
        `${result.balanced.length > 0 ? ", balanced" : ""}${result.notTried === null ? "" : `, ${result.notTried}`}`,
    );
    for (const each of onlyHand) console.log(`    only by hand: ${each}`);
    for (const each of onlyTried) console.log(`    only by try:  ${each}`);
  }
  console.log(`${equal} of ${all} are equal`);
} finally {
  for (const copy of copies.values()) rmSync(copy, { recursive: true, force: true });
}

/** @param {readonly string[]} keys */
function counts(keys) {
  const found = new Map();
  for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1);
  return found;
}
