import { createRequire } from "node:module";
import { threadId, workerData } from "node:worker_threads";
import { closeSync, existsSync, fstatSync, futimesSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { link, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
// parsers/archive/members.ts
const MAGIC$1 = "!<arch>\n";
/** Where the first member of an `ar` file stands; null when it is none. */
function startsArchive(bytes) {
	return bytes.toString("latin1", 0, 8) === MAGIC$1 ? 8 : null;
}
/** Where a member starts and ends in the file, by its header, which stands at `at`. null when it is none. */
function memberAt(header, at) {
	const text = header.toString("latin1");
	const [, size] = /^.{48}(\d+) *`\n$/s.exec(text) ?? [];
	const start = at + 60;
	return size === void 0 ? null : {
		name: text.slice(0, 16).trimEnd(),
		start,
		end: start + Number(size)
	};
}
/** Takes an `ar` file apart, as cmd/internal/archive writes it. null when it is none. */
function readMembers(bytes) {
	let at = startsArchive(bytes);
	if (at === null) return null;
	const members = [];
	while (at < bytes.length) {
		const found = memberAt(bytes.subarray(at, at + 60), at);
		if (found === null || found.end > bytes.length) return {
			members,
			complete: false
		};
		const { name, start, end } = found;
		members.push({
			name,
			bytes: bytes.subarray(start, end)
		});
		at = end + end % 2;
	}
	return {
		members,
		complete: true
	};
}
// parsers/archive/object-head.ts
/** First line of an object: `go object linux amd64 go1.26.8 GOAMD64=v1 X:regabiwrappers`. */
const HEAD = /^go object (\S+) (\S+) (\S+)[^\n]*\n/;
const MAX_HEAD_LINE = 4096;
// parsers/archive/build-id.ts
/** As many bytes from the start of an archive as its build ID can need. */
const BUILD_ID_BYTES = 2 * MAX_HEAD_LINE;
/** `ACTION/CONTENT`: hashes of everything that the package was compiled from, and of the archive. */
const BUILD_ID = /^build id "([\w-]+\/[\w-]+)"\n/;
/**
* What go identifies a package archive by (cmd/internal/buildid), from its first {@link BUILD_ID_BYTES}; null where it
* has no such ID.
*/
function readBuildId(start) {
	const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
	const first = startsArchive(bytes);
	if (first === null) return null;
	const text = bytes.toString("latin1", first + 60, BUILD_ID_BYTES);
	const head = HEAD.exec(text)?.[0];
	return head === void 0 ? null : BUILD_ID.exec(text.slice(head.length))?.[1] ?? null;
}
// parsers/archive/jumps.ts
/** How an instruction hands on control. A call goes on behind it, and so is no jump. */
const JUMP = {
	/** To its target. */
	always: 1,
	/** To its target or on. */
	maybe: 2,
	/** Out of the function. */
	return: 3,
	/** To an address in a register: by a table, or out of the function. */
	register: 4,
	/** Nowhere: an instruction that traps. */
	trap: 5
};
/** Gathers jumps. */
var JumpList = class {
	at = [];
	end = [];
	kind = [];
	target = [];
	add(at, end, kind, target = -1) {
		this.at.push(at);
		this.end.push(end);
		this.kind.push(kind);
		this.target.push(target);
	}
};
// parsers/archive/arm64.ts
/**
* The jumps of ARM64 code. Every instruction has four bytes, and five encodings jump (Arm Architecture Reference Manual,
* C4.1.65 "Branches, Exception Generating and System instructions").
*/
function readArm64Jumps(code) {
	const jumps = new JumpList();
	for (let at = 0; at + 4 <= code.length; at += 4) {
		const word = code.readInt32LE(at);
		const end = at + 4;
		const top = word >>> 24;
		if (word >>> 26 === 5) jumps.add(at, end, JUMP.always, at + 4 * signed(word, 0, 26));
		else if (top === 84) jumps.add(at, end, JUMP.maybe, at + 4 * signed(word, 5, 19));
		else if ((top & 126) === 52) jumps.add(at, end, JUMP.maybe, at + 4 * signed(word, 5, 19));
		else if ((top & 126) === 54) jumps.add(at, end, JUMP.maybe, at + 4 * signed(word, 5, 14));
		else if (word >>> 10 === 3508160) jumps.add(at, end, JUMP.register);
		else if (word >>> 10 === 3512256) jumps.add(at, end, JUMP.return);
		else if (word >>> 16 === 0 || word >>> 21 === 1697) jumps.add(at, end, JUMP.trap);
	}
	return jumps;
}
/** `width` bits from bit `from`, as a signed number. */
function signed(word, from, width) {
	return word << 32 - width - from >> 32 - width;
}
/** `MOVD R0, R0`; the register that is copied is in bits 16 to 20, that which it is copied to in the last five. */
const MOVE$1 = 2852127712;
/** The register that is always zero. */
const ZERO = 31;
/** Whether the three instructions before a call set pointer, length and capacity to zero. See Architecture.nilSlice. */
function arm64NilSlice(code, call) {
	const start = call - 12;
	if (start < 0) return null;
	const zero = /* @__PURE__ */ new Set([ZERO]);
	for (let at = start; at < call; at += 4) {
		const word = code.readUInt32LE(at);
		const from = word >>> 16 & 31;
		const to = word & 31;
		if (word - from * 65536 - to !== MOVE$1 || !zero.has(from)) return null;
		zero.add(to);
	}
	return zero.has(0) && zero.has(1) && zero.has(2) ? start : null;
}
// parsers/archive/x86.ts
/** The decoder is WebAssembly of 780 kB that is compiled when it is loaded: not before the first function needs it. */
let iced = null;
function decoder() {
	const loaded = iced ?? createRequire(import.meta.url)("./iced-x86.cjs");
	iced = loaded;
	return loaded;
}
/** The jumps of x86 code. */
function readX86Jumps(code, bits) {
	const { Decoder, DecoderOptions, FlowControl, Instruction } = decoder();
	const jumps = new JumpList();
	const reader = new Decoder(bits, code, DecoderOptions.None);
	const instruction = new Instruction();
	for (let at = 0; reader.canDecode;) {
		reader.decodeOut(instruction);
		const end = reader.position;
		switch (instruction.flowControl) {
			case FlowControl.UnconditionalBranch:
				jumps.add(at, end, JUMP.always, Number(instruction.nearBranchTarget));
				break;
			case FlowControl.ConditionalBranch:
				jumps.add(at, end, JUMP.maybe, Number(instruction.nearBranchTarget));
				break;
			case FlowControl.Return:
				jumps.add(at, end, JUMP.return);
				break;
			case FlowControl.IndirectBranch:
				jumps.add(at, end, JUMP.register);
				break;
			case FlowControl.Interrupt:
			case FlowControl.Exception: jumps.add(at, end, JUMP.trap);
		}
		at = end;
	}
	instruction.free();
	reader.free();
	return jumps;
}
/**
* `XORL AX, AX; XORL BX, BX; MOVQ BX, CX`, and other ways to set pointer, length and capacity to zero, one behind the other:
* each to nothing, or to one that is zero by then; and the opcode of the call.
*/
const NIL_SLICES = [
	"31db",
	"4889c3",
	"89c3"
].flatMap((length) => [
	"31c9",
	"4889d9",
	"89d9",
	"4889c1",
	"89c1"
].map((capacity) => Buffer.from(`31c0${length}${capacity}e8`, "hex")));
/** Whether a call is given a nil slice. See Architecture.nilSlice. */
function amd64NilSlice(code, call) {
	for (const bytes of NIL_SLICES) {
		const start = call - bytes.length;
		if (start >= 0 && code.subarray(start, call).equals(bytes)) return start;
	}
	return null;
}
// parsers/archive/architecture.ts
const base = {
	scale: 4,
	pointerBytes: 8,
	bigEndian: false,
	marksIndirectCalls: false,
	jumps: null,
	nilSlice: null
};
/** By GOARCH; cmd/internal/sys/arch.go. An absent one, such as wasm, is not read. */
const ARCHITECTURES = /* @__PURE__ */ new Map([
	["amd64", {
		...base,
		scale: 1,
		marksIndirectCalls: true,
		calls: ["R_CALL"],
		jumps: (code) => readX86Jumps(code, 64),
		nilSlice: amd64NilSlice
	}],
	["386", {
		...base,
		scale: 1,
		pointerBytes: 4,
		marksIndirectCalls: true,
		calls: ["R_CALL"],
		jumps: (code) => readX86Jumps(code, 32)
	}],
	["arm64", {
		...base,
		marksIndirectCalls: true,
		calls: ["R_CALLARM64"],
		jumps: readArm64Jumps,
		nilSlice: arm64NilSlice
	}],
	["arm", {
		...base,
		pointerBytes: 4,
		calls: ["R_CALLARM"]
	}],
	["ppc64", {
		...base,
		bigEndian: true,
		calls: ["R_CALLPOWER"]
	}],
	["ppc64le", {
		...base,
		calls: ["R_CALLPOWER"]
	}],
	["riscv64", {
		...base,
		scale: 2,
		calls: [
			"R_RISCV_JAL",
			"R_RISCV_JAL_TRAMP",
			"R_RISCV_CALL"
		]
	}],
	["s390x", {
		...base,
		scale: 2,
		bigEndian: true,
		calls: ["R_CALL"]
	}],
	["loong64", {
		...base,
		calls: ["R_CALLLOONG64", "R_LOONG64_CALL36"]
	}],
	["mips", {
		...base,
		pointerBytes: 4,
		bigEndian: true,
		calls: ["R_CALLMIPS"]
	}],
	["mipsle", {
		...base,
		pointerBytes: 4,
		calls: ["R_CALLMIPS"]
	}],
	["mips64", {
		...base,
		bigEndian: true,
		calls: ["R_CALLMIPS"]
	}],
	["mips64le", {
		...base,
		calls: ["R_CALLMIPS"]
	}]
]);
// parsers/archive/damage.ts
/** Thrown inside this parser where an object contradicts itself; it never leaves the parser. */
var Damage = class extends Error {
	name = "Damage";
};
/** Ends the reading of an object. */
function damaged(what) {
	throw new Damage(what);
}
/**
* Runs `read`; null where the bytes are damaged. A read behind the end of a buffer is a RangeError of Node.js, and
* checking each of some millions of reads first would only say the same more slowly.
*/
function unlessDamaged(read) {
	try {
		return read();
	} catch (error) {
		if (error instanceof Damage || error instanceof RangeError) return null;
		throw error;
	}
}
// parsers/archive/names.ts
const PERCENT = 37;
/**
* A symbol's name as people write it. Import paths in symbols are escaped: bytes that could be mistaken are `%` and two
* hexadecimal digits, such as the dot after the last slash of `gopkg.in/yaml%2ev3.Unmarshal` (cmd/internal/objabi/path.go).
*/
function symbolName(bytes) {
	if (!bytes.includes(PERCENT)) return bytes.toString("utf8");
	const unescaped = bytes.toString("latin1").replace(/%([0-9a-f]{2})/g, (_, hex) => char(hex));
	return Buffer.from(unescaped, "latin1").toString("utf8");
}
function char(hex) {
	return String.fromCharCode(Number.parseInt(hex, 16));
}
const BLOCK = {
	packages: 1,
	files: 2,
	symbols: 3,
	hashed64: 4,
	hashed: 5,
	nonPackage: 6,
	nonPackageReferences: 7,
	referenceFlags: 8,
	relocationIndex: 11,
	auxiliaryIndex: 12,
	dataIndex: 13,
	relocations: 14,
	auxiliary: 15,
	data: 16,
	names: 17,
	end: 18
};
const BLOCKS = 19;
const HEADER = {
	flags: 16,
	offsets: 20
};
const RELOCATION_BYTES = 23;
const AUXILIARY_BYTES = 9;
const NAME_BYTES = 16;
const STRING_BYTES = 8;
/** Package numbers with a meaning of their own. */
const PACKAGE = {
	none: 2147483647,
	hashed64: 2147483646,
	hashed: 2147483645,
	builtin: 2147483644,
	self: 2147483643
};
/** Kinds of auxiliary symbols that this parser reads. */
const AUXILIARY = {
	functionInfo: 1,
	pcFile: 8,
	pcLine: 9,
	pcInline: 10
};
/**
* One object file of a package: its tables, read where they stand. Symbols are numbered as in the file: those of the
* package, then hashed, then others. Methods throw inside `unlessDamaged` when the bytes make no sense.
*/
var ObjectFile = class {
	bytes;
	offsets;
	firsts;
	/** Where the names of symbols of other packages stand, by {@link referenceKey}. */
	elsewhere = /* @__PURE__ */ new Map();
	targets = /* @__PURE__ */ new Map();
	fileNames = /* @__PURE__ */ new Map();
	packageNames = /* @__PURE__ */ new Map();
	/** How many symbols the object defines. */
	count;
	constructor(bytes) {
		this.bytes = bytes;
		this.offsets = readOffsets(bytes, bytes.length);
		const counts = [
			BLOCK.symbols,
			BLOCK.hashed64,
			BLOCK.hashed,
			BLOCK.nonPackage
		].map((block) => Math.floor(this.sizeOf(block) / 21));
		let sum = 0;
		this.firsts = counts.map((count) => {
			sum += count;
			return sum - count;
		});
		this.count = sum;
		this.checkIndex(BLOCK.relocationIndex, Math.floor(this.sizeOf(BLOCK.relocations) / RELOCATION_BYTES));
		this.checkIndex(BLOCK.auxiliaryIndex, Math.floor(this.sizeOf(BLOCK.auxiliary) / AUXILIARY_BYTES));
		this.checkIndex(BLOCK.dataIndex, this.sizeOf(BLOCK.data));
		this.readNames();
	}
	get fromAssembly() {
		return (this.bytes.readUInt32LE(HEADER.flags) & 4) !== 0;
	}
	/** How many symbols have a number that other packages use. */
	get numbered() {
		return this.firsts[1] ?? 0;
	}
	name(symbol) {
		return symbolName(this.nameBytes(symbol));
	}
	/** Whether the name starts with `prefix`, which is ASCII, without making a string of it. */
	nameStartsWith(symbol, prefix) {
		const at = this.symbolOffset(symbol);
		if (this.bytes.readUInt32LE(at) < prefix.length) return false;
		const start = this.bytes.readUInt32LE(at + 4);
		return this.bytes.compare(prefix, 0, prefix.length, start, start + prefix.length) === 0;
	}
	dupok(symbol) {
		return (this.bytes.readUInt8(this.symbolOffset(symbol) + 11) & 1) !== 0;
	}
	/** 0 is that of assembly, 1 the internal one. */
	abi(symbol) {
		return this.bytes.readUInt16LE(this.symbolOffset(symbol) + 8);
	}
	/** The symbol of a given auxiliary kind, or null. */
	auxiliary(symbol, kind) {
		const index = this.offset(BLOCK.auxiliaryIndex) + 4 * symbol;
		const end = this.bytes.readUInt32LE(index + 4);
		for (let i = this.bytes.readUInt32LE(index); i < end; i++) {
			const at = this.offset(BLOCK.auxiliary) + AUXILIARY_BYTES * i;
			if (this.bytes.readUInt8(at) === kind) return this.defined(at + 1);
		}
		return null;
	}
	/** The bytes of a symbol: machine code, a table, or data. */
	data(symbol) {
		const index = this.offset(BLOCK.dataIndex) + 4 * symbol;
		const base = this.offset(BLOCK.data);
		return this.bytes.subarray(base + this.bytes.readUInt32LE(index), base + this.bytes.readUInt32LE(index + 4));
	}
	/** Calls `see` for each relocation of a symbol, in the order of the file, which is that of the code. */
	eachRelocation(symbol, see) {
		const index = this.offset(BLOCK.relocationIndex) + 4 * symbol;
		const end = this.bytes.readUInt32LE(index + 4);
		for (let i = this.bytes.readUInt32LE(index); i < end; i++) {
			const at = this.offset(BLOCK.relocations) + RELOCATION_BYTES * i;
			see(this.bytes.readInt32LE(at), this.bytes.readUInt8(at + 4), this.bytes.readUInt16LE(at + 5), at);
		}
	}
	/** What the relocation at a place of the file adds to its target. */
	addend(at) {
		return this.bytes.readInt32LE(at + 7);
	}
	/** What the relocation at a place of the file refers to. */
	targetOf(at) {
		return this.target(this.bytes.readUInt32LE(at + 15), this.bytes.readUInt32LE(at + 19));
	}
	/** What a symbol reference means. */
	target(packageIndex, symbolIndex) {
		const key = referenceKey(packageIndex, symbolIndex);
		let target = this.targets.get(key);
		if (target === void 0) {
			target = this.resolve(packageIndex, symbolIndex);
			this.targets.set(key, target);
		}
		return target;
	}
	file(index) {
		let name = this.fileNames.get(index);
		if (name === void 0) {
			const at = this.offset(BLOCK.files) + STRING_BYTES * index;
			if (at + STRING_BYTES > this.offset(BLOCK.files + 1)) damaged("no such file");
			name = this.string(at).toString("utf8").replace(/^gofile\.\./, "");
			this.fileNames.set(index, name);
		}
		return name;
	}
	resolve(packageIndex, symbolIndex) {
		if (packageIndex === PACKAGE.builtin) return {
			kind: "builtin",
			index: symbolIndex
		};
		const first = this.firstOf(packageIndex);
		if (first !== null) {
			const symbol = first + symbolIndex;
			if (symbol < this.count) return {
				kind: "here",
				symbol
			};
			if (packageIndex === PACKAGE.none) return {
				kind: "named",
				name: this.referenceName(symbol - this.count)
			};
			damaged("no such symbol");
		}
		if (packageIndex === 0) return { kind: "none" };
		const at = this.elsewhere.get(referenceKey(packageIndex, symbolIndex));
		const name = at === void 0 ? null : symbolName(this.string(at));
		return {
			kind: "elsewhere",
			package: this.packageName(packageIndex),
			index: symbolIndex,
			name
		};
	}
	firstOf(packageIndex) {
		const order = [
			PACKAGE.self,
			PACKAGE.hashed64,
			PACKAGE.hashed,
			PACKAGE.none
		].indexOf(packageIndex);
		return this.firsts[order] ?? null;
	}
	referenceName(index) {
		const at = this.offset(BLOCK.nonPackageReferences) + 21 * index;
		if (at + 21 > this.offset(BLOCK.referenceFlags)) damaged("no such reference");
		return symbolName(this.string(at));
	}
	packageName(index) {
		let name = this.packageNames.get(index);
		if (name === void 0) {
			const at = this.offset(BLOCK.packages) + STRING_BYTES * index;
			if (at + STRING_BYTES > this.offset(BLOCK.files)) damaged("no such package");
			name = symbolName(this.string(at));
			this.packageNames.set(index, name);
		}
		return name;
	}
	defined(at) {
		const target = this.target(this.bytes.readUInt32LE(at), this.bytes.readUInt32LE(at + 4));
		return target.kind === "here" ? target.symbol : null;
	}
	/** Names that the object gives to symbols of other packages, for tools. */
	readNames() {
		const end = this.offset(BLOCK.end);
		for (let at = this.offset(BLOCK.names); at + NAME_BYTES <= end; at += NAME_BYTES) this.elsewhere.set(referenceKey(this.bytes.readUInt32LE(at), this.bytes.readUInt32LE(at + 4)), at + 8);
	}
	symbolOffset(symbol) {
		if (symbol >= this.count) damaged("no such symbol");
		return this.offset(BLOCK.symbols) + 21 * symbol;
	}
	nameBytes(symbol) {
		return this.string(this.symbolOffset(symbol));
	}
	string(at) {
		const length = this.bytes.readUInt32LE(at);
		const start = this.bytes.readUInt32LE(at + 4);
		if (start + length > this.bytes.length) damaged("a string outside of the file");
		return this.bytes.subarray(start, start + length);
	}
	/** Each list must start where the one before it ends; else a damaged file could make every list as long as the file. */
	checkIndex(block, limit) {
		if (this.sizeOf(block) < 4 * (this.count + 1)) damaged("an index is too short");
		let before = 0;
		for (let i = 0; i <= this.count; i++) {
			const value = this.bytes.readUInt32LE(this.offset(block) + 4 * i);
			if (value < before || value > limit) damaged("an index goes back");
			before = value;
		}
	}
	offset(block) {
		return this.offsets[block] ?? 0;
	}
	sizeOf(block) {
		return this.offset(block + 1) - this.offset(block);
	}
};
/** Bytes from the start of an object to the end of its header. */
const HEADER_BYTES = HEADER.offsets + 76;
/** Where the blocks of an object of `length` bytes start, by {@link BLOCK}. */
function readOffsets(header, length) {
	const offsets = Array.from({ length: BLOCKS }, (_, block) => header.readUInt32LE(HEADER.offsets + 4 * block));
	offsets.forEach((offset, block) => {
		if (offset > length || offset < (offsets[block - 1] ?? 0)) damaged("blocks out of order");
	});
	return offsets;
}
/** One number for both parts of a symbol reference. Package numbers are small, or the few with a meaning. */
function referenceKey(packageIndex, symbolIndex) {
	return packageIndex % 2097152 * 4294967296 + symbolIndex;
}
// parsers/archive/type-descriptor.ts
/** The first word of a type descriptor is the size of its values (internal/abi.Type); null where it is cut. */
function sizeInDescriptor(data, { pointerBytes, bigEndian }) {
	if (data.length < pointerBytes) return null;
	const at = (byte) => bigEndian ? data.readUInt32BE(byte) : data.readUInt32LE(byte);
	if (pointerBytes === 4) return at(0);
	return bigEndian ? at(0) * 2 ** 32 + at(4) : at(0) + at(4) * 2 ** 32;
}
// parsers/archive/definitions.ts
const NOTHING = {
	name: () => null,
	size: () => null,
	sizeOf: () => null,
	held: 0
};
/** Opens an archive to look names and sizes up. A damaged archive defines nothing. */
function openDefinitions(archive) {
	return unlessDamaged(() => open(archive)) ?? NOTHING;
}
function open(archive) {
	const found = compiledObject(archive);
	if (found === null) return NOTHING;
	const { architecture, start, end } = found;
	const read = (from, to) => {
		const bytes = archive.read(start + from, start + Math.min(to, end - start));
		return bytes.length < to - from ? damaged("a part outside of the object") : bytes;
	};
	const offsets = readOffsets(read(0, HEADER_BYTES), end - start);
	const offset = (block) => offsets[block] ?? 0;
	const numbered = Math.floor((offset(BLOCK.hashed64) - offset(BLOCK.symbols)) / 21);
	const symbols = read(0, offset(BLOCK.hashed64));
	const sizes = /* @__PURE__ */ new Map();
	let symbolsOfAll = null;
	return {
		held: symbols.length,
		name: (index) => index < numbered ? unlessDamaged(() => nameOf(index)) : null,
		size: (index) => index < numbered ? unlessDamaged(() => sizeOf(index)) : null,
		sizeOf: (type) => {
			let size = sizes.get(type);
			if (size === void 0) {
				size = unlessDamaged(() => sizeByName(Buffer.from(`type:${type}`)));
				sizes.set(type, size);
			}
			return size;
		}
	};
	function nameOf(index) {
		const at = offset(BLOCK.symbols) + 21 * index;
		const length = symbols.readUInt32LE(at);
		const from = symbols.readUInt32LE(at + 4);
		if (from + length > symbols.length) damaged("a name outside of the names");
		return symbolName(symbols.subarray(from, from + length));
	}
	function sizeOf(index) {
		const at = offset(BLOCK.dataIndex) + 4 * index;
		const bounds = read(at, at + 8);
		const [from, to] = [bounds.readUInt32LE(0), bounds.readUInt32LE(4)];
		if (from > to || offset(BLOCK.data) + to > offset(BLOCK.data + 1)) damaged("an index goes back");
		return sizeInDescriptor(read(offset(BLOCK.data) + from, offset(BLOCK.data) + Math.min(to, from + 8)), architecture);
	}
	/** Goes through the symbols, those too that have no number. Few types are looked for by name. */
	function sizeByName(name) {
		symbolsOfAll ??= read(0, offset(BLOCK.nonPackageReferences));
		const all = symbolsOfAll;
		const first = offset(BLOCK.symbols);
		const count = Math.floor((all.length - first) / 21);
		for (let symbol = 0; symbol < count; symbol++) {
			const at = first + 21 * symbol;
			if (all.readUInt32LE(at) !== name.length) continue;
			const from = all.readUInt32LE(at + 4);
			if (from + name.length > all.length) damaged("a name outside of the names");
			if (all.compare(name, 0, name.length, from, from + name.length) === 0) return sizeOf(symbol);
		}
		return null;
	}
}
/** The object of the Go compiler, which comes first; null where there is none that is known. */
function compiledObject(archive) {
	let at = startsArchive(archive.read(0, 60));
	while (at !== null && at < archive.length) {
		const member = memberAt(archive.read(at, at + 60), at);
		if (member === null || member.end > archive.length) return null;
		const { name, start, end } = member;
		const first = archive.read(start, Math.min(end, start + MAX_HEAD_LINE));
		const goarch = name === "__.PKGDEF" ? void 0 : HEAD.exec(first.toString("latin1"))?.[2];
		if (goarch !== void 0) {
			const architecture = ARCHITECTURES.get(goarch);
			const object = startOfObject(archive, start, end);
			return architecture === void 0 || object === null ? null : {
				architecture,
				start: object,
				end
			};
		}
		at = end + end % 2;
	}
	return null;
}
/** Behind the text, which is short unless the package uses cgo. */
function startOfObject(archive, start, end) {
	for (let size = MAX_HEAD_LINE;; size *= 4) {
		const found = archive.read(start, Math.min(end, start + size)).indexOf("\n!\n");
		if (found >= 0) {
			const object = start + found + 3;
			return archive.read(object, object + 8).toString("latin1") === "\0go120ld" ? object : null;
		}
		if (start + size >= end) return null;
	}
}
/** The blocks of a function: code that is entered at its start only, left at its end only, and of one outermost line. */
var Blocks = class {
	/** By block: the offset of its first byte. */
	starts;
	/** By block: where control goes; {@link LEAVES} for a return. A block that ends in a panic has none. */
	next;
	/** By block: a number for its outermost line. */
	lines;
	constructor(facts, calls) {
		const ends = endsOf(facts);
		const starts = [0, ...calls];
		for (const { start } of facts.lines) starts.push(start);
		for (const { end, targets } of ends) starts.push(end, ...targets);
		const sorted = Int32Array.from(starts).sort();
		this.starts = sorted.filter((start, i) => start >= 0 && start < facts.length && start !== sorted[i - 1]);
		this.next = this.successors(ends);
		this.lines = this.numberLines(facts.lines);
	}
	/** The block that holds an offset. */
	at(offset) {
		let low = 0;
		let high = this.starts.length;
		while (low < high) {
			const middle = low + high >> 1;
			if ((this.starts[middle] ?? 0) <= offset) low = middle + 1;
			else high = middle;
		}
		return Math.max(0, low - 1);
	}
	successors(ends) {
		const next = Array.from(this.starts, (_, block) => block + 1 < this.starts.length ? [block + 1] : []);
		let block = 0;
		for (const { end, targets } of ends) {
			while ((this.starts[block + 1] ?? end) < end) block++;
			next[block] = targets.map((target) => target < 0 ? -1 : this.at(target));
		}
		return next;
	}
	numberLines(ranges) {
		const files = /* @__PURE__ */ new Map();
		let count = 0;
		const numberOf = ({ file, line }) => {
			const numbers = files.get(file) ?? /* @__PURE__ */ new Map();
			files.set(file, numbers);
			const number = numbers.get(line) ?? count++;
			numbers.set(line, number);
			return number;
		};
		const lines = new Int32Array(this.starts.length);
		let range = 0;
		let number = numberOf(ranges[0] ?? {
			file: -1,
			line: 0
		});
		for (let block = 0; block < lines.length; block++) {
			const start = this.starts[block] ?? 0;
			const before = range;
			while ((ranges[range + 1]?.start ?? start + 1) <= start) range++;
			if (range !== before) number = numberOf(ranges[range] ?? {
				file: -1,
				line: 0
			});
			lines[block] = number;
		}
		return lines;
	}
};
/** The ends of blocks by address: jumps, and calls that do not come back. */
function endsOf({ jumps, ends, calls, tables }) {
	const found = [...ends].map((offset) => ({
		end: offset + 1,
		targets: []
	}));
	for (let i = 0; i < jumps.at.length; i++) {
		const at = jumps.at[i] ?? 0;
		const end = jumps.end[i] ?? 0;
		found.push({
			end,
			targets: targetsOf(i, at, end)
		});
	}
	return found.sort((a, b) => a.end - b.end);
	function targetsOf(i, at, end) {
		const target = isCall(at, end) ? -1 : jumps.target[i] ?? -1;
		switch (jumps.kind[i]) {
			case JUMP.always: return [target];
			case JUMP.maybe: return [target, end];
			case JUMP.register: return tables.findLast(({ offset }) => offset < at)?.targets ?? [-1];
			case JUMP.return: return [-1];
			default: return [];
		}
	}
	function isCall(at, end) {
		for (let offset = at; offset < end; offset++) if (calls.has(offset)) return true;
		return false;
	}
}
// parsers/archive/graph.ts
/** Looks at the paths from block 0. */
function graphOf(next) {
	const { order, cycles } = walk(next);
	return {
		dominators: dominatorsOf(next, order),
		cycles
	};
}
/** Depth first: Tarjan's strongly connected components, without recursion. `order` lists blocks as they were left. */
function walk(next) {
	const number = new Int32Array(next.length).fill(-1);
	const low = new Int32Array(next.length);
	const waiting = new Uint8Array(next.length);
	const cycles = new Int32Array(next.length).fill(-1);
	const order = [];
	const component = [];
	const path = [];
	let count = 0;
	if (next.length > 0) enter(0);
	for (let top = path.at(-1); top !== void 0; top = path.at(-1)) {
		const { block } = top;
		const to = next[block]?.[top.edge++];
		if (to === void 0) {
			path.pop();
			order.push(block);
			const outer = path.at(-1)?.block;
			if (outer !== void 0) low[outer] = Math.min(low[outer] ?? 0, low[block] ?? 0);
			if (low[block] === number[block]) close(block);
		} else if (to >= 0 && number[to] === -1) enter(to);
		else if (to >= 0 && waiting[to] === 1) low[block] = Math.min(low[block] ?? 0, number[to] ?? 0);
	}
	return {
		order,
		cycles
	};
	function enter(block) {
		number[block] = low[block] = count++;
		waiting[block] = 1;
		component.push(block);
		path.push({
			block,
			edge: 0
		});
	}
	function close(block) {
		const members = component.splice(component.lastIndexOf(block));
		const cyclic = members.length > 1 || next[block]?.includes(block) === true;
		for (const member of members) {
			waiting[member] = 0;
			if (cyclic) cycles[member] = block;
		}
	}
}
/** Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm". `order` is a postorder. */
function dominatorsOf(next, order) {
	const rank = new Int32Array(next.length).fill(-1);
	order.forEach((block, index) => {
		rank[block] = index;
	});
	const before = next.map(() => []);
	for (const block of order) for (const to of next[block] ?? []) before[to]?.push(block);
	const dominators = new Int32Array(next.length).fill(-1);
	dominators[0] = 0;
	for (let changed = true; changed;) {
		changed = false;
		for (let i = order.length - 2; i >= 0; i--) {
			const block = order[i] ?? 0;
			let common = -1;
			for (const other of before[block] ?? []) if (dominators[other] !== -1) common = common === -1 ? other : meet(other, common);
			if (dominators[block] === common) continue;
			dominators[block] = common;
			changed = true;
		}
	}
	dominators[0] = -1;
	return dominators;
	function meet(one, other) {
		let [a, b] = [one, other];
		while (a !== b) {
			while ((rank[a] ?? 0) < (rank[b] ?? 0)) a = dominators[a] ?? 0;
			while ((rank[b] ?? 0) < (rank[a] ?? 0)) b = dominators[b] ?? 0;
		}
		return a;
	}
}
// parsers/archive/control-flow.ts
/** Blocks that are looked at for one call at most; a longer way around counts as one that avoids it. */
const MAX_WALK = 1024;
/** Blocks of a line that are looked at; one with more is long enough to leave a call out. */
const MAX_STARTS = 32;
/** Looks at the paths around calls, given by their offsets. Code that nothing reaches is in no loop and conditional. */
function callContexts(facts, calls) {
	const blocks = new Blocks(facts, calls);
	const graph = graphOf(blocks.next);
	const oneLine = cyclesOfOneLine(blocks, graph);
	const returns = blocksThatReturn(blocks);
	const onEveryWay = blocksOnEveryWay(blocks, graph);
	const walker = new Walker(blocks.next);
	const byLine = blocksByLine(blocks, graph);
	return calls.map((offset) => {
		const call = blocks.at(offset);
		const cycle = graph.cycles[call] ?? -1;
		const round = oneLine.has(cycle) ? null : cycle;
		const starts = byLine.get(blocks.lines[call] ?? -1) ?? [];
		return {
			loop: cycle !== -1,
			conditional: isConditional(walker, graph, starts, call, round),
			panics: cycle === -1 && returns[call] === 0,
			always: onEveryWay.has(call)
		};
	});
}
/** Blocks that every path from the start to a return goes through: those that dominate all blocks that return. */
function blocksOnEveryWay({ next }, { dominators }) {
	let common = null;
	next.forEach((targets, returning) => {
		if (!targets.includes(-1) || returning !== 0 && dominators[returning] === -1) return;
		const way = /* @__PURE__ */ new Set();
		for (let block = returning; block !== -1; block = dominators[block] ?? -1) if (common === null || common.has(block)) way.add(block);
		common = way;
	});
	return common ?? /* @__PURE__ */ new Set();
}
/** By block: 1 where a path leads to a return. */
function blocksThatReturn({ next }) {
	const before = next.map(() => []);
	const open = [];
	next.forEach((targets, block) => {
		for (const target of targets) if (target === -1) open.push(block);
		else before[target]?.push(block);
	});
	const returns = new Uint8Array(next.length);
	for (let block = open.pop(); block !== void 0; block = open.pop()) {
		if (returns[block] === 1) continue;
		returns[block] = 1;
		open.push(...before[block] ?? []);
	}
	return returns;
}
/**
* Whether the line's code can run without the call. Code of the line behind the call does not count, nor does code that
* was moved in front of a loop: the line starts anew in each round, `round`; null where the whole loop stands on the line.
*/
function isConditional(walker, { dominators, cycles }, line, call, round) {
	let looked = 0;
	for (const start of line) {
		if (start === call) continue;
		if (round !== null && round !== -1 && cycles[start] !== round) continue;
		if (isBehind(start)) continue;
		if (++looked > MAX_STARTS || walker.avoids(start, call)) return true;
	}
	return false;
	function isBehind(start) {
		for (let block = dominators[start] ?? -1; block !== -1; block = dominators[block] ?? -1) if (block === call) return true;
		return false;
	}
}
/** Blocks that can be reached, by the number of their line. */
function blocksByLine({ lines }, { dominators }) {
	const byLine = /* @__PURE__ */ new Map();
	lines.forEach((line, block) => {
		if (block !== 0 && dominators[block] === -1) return;
		const list = byLine.get(line);
		if (list === void 0) byLine.set(line, [block]);
		else list.push(block);
	});
	return byLine;
}
/** Cycles that hold no code of a second line. */
function cyclesOfOneLine({ lines }, { cycles }) {
	const line = /* @__PURE__ */ new Map();
	cycles.forEach((cycle, block) => {
		if (cycle === -1) return;
		const known = line.get(cycle);
		const here = lines[block] ?? -1;
		line.set(cycle, known === void 0 || known === here ? here : null);
	});
	return new Set([...line].flatMap(([cycle, only]) => only === null ? [] : [cycle]));
}
/** Walks along paths; each walk marks what it has seen with a number of its own. */
var Walker = class {
	next;
	seen;
	open = [];
	walk = 0;
	constructor(next) {
		this.next = next;
		this.seen = new Uint32Array(next.length);
	}
	/** Whether a path from the start of the line comes back to it, or leaves the function, without the call. */
	avoids(start, call) {
		const { seen, open } = this;
		const walk = ++this.walk;
		seen[call] = walk;
		open.length = 0;
		open.push(...this.next[start] ?? []);
		let steps = 0;
		for (let block = open.pop(); block !== void 0; block = open.pop()) {
			if (block === -1 || block === start) return true;
			if (seen[block] === walk) continue;
			if (++steps > MAX_WALK) return true;
			seen[block] = walk;
			for (const to of this.next[block] ?? []) open.push(to);
		}
		return false;
	}
};
// parsers/archive/pc-table.ts
const EMPTY = {
	starts: [],
	values: []
};
/**
* Reads a pc-value table: pairs of a signed and an unsigned varint, the changes of value and address; a zero ends it
* (cmd/internal/obj/pcln.go, funcpctab). `scale` is the least length of an instruction of the architecture.
*/
function readPcTable(bytes, scale) {
	if (bytes === null || bytes.length === 0) return EMPTY;
	const starts = [];
	const values = [];
	const numbers = new Varints(bytes);
	let pc = 0;
	let value = -1;
	while (!numbers.ended) {
		const change = numbers.signed();
		if (change === 0 && values.length > 0) break;
		value += change;
		starts.push(pc);
		values.push(value);
		pc += numbers.unsigned() * scale;
	}
	return {
		starts,
		values
	};
}
/** The value at the start of a function; -1 where the table is empty. */
function firstValue(bytes) {
	return bytes === null || bytes.length === 0 ? -1 : new Varints(bytes).signed() - 1;
}
/** Numbers of seven bits a byte, the lowest first. */
var Varints = class {
	bytes;
	at = 0;
	constructor(bytes) {
		this.bytes = bytes;
	}
	get ended() {
		return this.at >= this.bytes.length;
	}
	unsigned() {
		const first = this.bytes[this.at++] ?? damaged("a table without an end");
		if (first < 128) return first;
		let result = first & 127;
		for (let shift = 7; shift < 35; shift += 7) {
			const byte = this.bytes[this.at++] ?? damaged("a table without an end");
			result += (byte & 127) * 2 ** shift;
			if (byte < 128) return result;
		}
		return damaged("a number without an end");
	}
	signed() {
		const value = this.unsigned();
		return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
	}
};
/** Index of the entry that holds at `pc`, or -1. */
function entryAt({ starts }, pc) {
	let low = 0;
	let high = starts.length;
	while (low < high) {
		const middle = low + high >> 1;
		if ((starts[middle] ?? 0) <= pc) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
/** The value at `pc`; `otherwise` where the table says nothing. */
function valueAt(table, pc, otherwise) {
	return table.values[entryAt(table, pc)] ?? otherwise;
}
// parsers/archive/inline-stack.ts
const INFO = {
	startLine: 12,
	files: 16
};
const NODE_BYTES = 24;
/** Positions in one function: which line each address belongs to, at each level of inlining. */
var InlineStacks = class {
	object;
	symbol;
	name;
	scale;
	info;
	callsAt;
	callCount;
	outerFrames = /* @__PURE__ */ new Map();
	read = /* @__PURE__ */ new Map();
	roots = /* @__PURE__ */ new Map();
	knownRanges = null;
	/** `scale`: see {@link readPcTable}. `info`: the function's FuncInfo. */
	constructor(object, symbol, info, name, scale) {
		this.object = object;
		this.symbol = symbol;
		this.name = name;
		this.scale = scale;
		this.info = object.data(info);
		const fileCount = this.info.readUInt32LE(INFO.files);
		this.callsAt = INFO.files + 4 + 4 * fileCount + 4;
		this.callCount = this.info.readUInt32LE(this.callsAt - 4);
		if (this.callsAt + NODE_BYTES * this.callCount > this.info.length) damaged("an inline tree that is cut");
	}
	get inline() {
		return this.table(AUXILIARY.pcInline);
	}
	get lines() {
		return this.table(AUXILIARY.pcLine);
	}
	get files() {
		return this.table(AUXILIARY.pcFile);
	}
	/** Most functions have no call that is wanted, and so need none of their tables. */
	table(kind) {
		let table = this.read.get(kind);
		if (table === void 0) {
			table = readPcTable(this.bytesOf(kind), this.scale);
			this.read.set(kind, table);
		}
		return table;
	}
	bytesOf(kind) {
		const symbol = this.object.auxiliary(this.symbol, kind);
		return symbol === null ? null : this.object.data(symbol);
	}
	/** Outermost first. */
	at(pc) {
		const call = valueAt(this.inline, pc, -1);
		const file = this.fileName(valueAt(this.files, pc, -1));
		const line = Math.max(0, valueAt(this.lines, pc, 0));
		const [first, ...rest] = [...this.outer(call), {
			...this.named(call),
			file,
			line
		}];
		return first === void 0 ? damaged("no position") : [first, ...rest];
	}
	/** Where the function starts, by its first instruction with a position. */
	get start() {
		const file = this.rootOf(firstValue(this.bytesOf(AUXILIARY.pcInline)))?.file ?? firstValue(this.bytesOf(AUXILIARY.pcFile));
		return {
			file: this.fileName(file),
			line: Math.max(0, this.info.readInt32LE(INFO.startLine))
		};
	}
	/** Outermost lines with code, in the file where the function starts; each once. */
	get codeLines() {
		const ranges = this.ranges();
		const file = ranges[0]?.file;
		const lines = /* @__PURE__ */ new Set();
		for (const range of ranges) if (range.file === file) lines.add(range.line);
		return [...lines];
	}
	/** The function's code in ranges of one outermost line, by address. */
	ranges() {
		this.knownRanges ??= this.readRanges();
		return this.knownRanges;
	}
	/** Goes through the three tables side by side. */
	readRanges() {
		const { inline, lines, files } = this;
		const found = [];
		let [i, l, f] = [
			-1,
			-1,
			-1
		];
		let last;
		for (let start = 0; start !== Number.POSITIVE_INFINITY;) {
			while ((inline.starts[i + 1] ?? Number.POSITIVE_INFINITY) <= start) i++;
			while ((lines.starts[l + 1] ?? Number.POSITIVE_INFINITY) <= start) l++;
			while ((files.starts[f + 1] ?? Number.POSITIVE_INFINITY) <= start) f++;
			const root = this.rootOf(inline.values[i] ?? -1);
			const file = root?.file ?? files.values[f] ?? -1;
			const line = root?.line ?? lines.values[l] ?? 0;
			if (last === void 0 || last.file !== file || last.line !== line) {
				last = {
					start,
					file,
					line
				};
				found.push(last);
			}
			start = Math.min(inline.starts[i + 1] ?? Number.POSITIVE_INFINITY, lines.starts[l + 1] ?? Number.POSITIVE_INFINITY, files.starts[f + 1] ?? Number.POSITIVE_INFINITY);
		}
		return found;
	}
	/** The outermost position of an address. */
	outermost(pc) {
		const root = this.rootOf(valueAt(this.inline, pc, -1));
		if (root !== null) return {
			start: pc,
			file: root.file,
			line: root.line
		};
		return {
			start: pc,
			file: valueAt(this.files, pc, -1),
			line: valueAt(this.lines, pc, 0)
		};
	}
	/** The same with the name of the file. */
	outermostPosition(pc) {
		const { file, line } = this.outermost(pc);
		return {
			file: this.fileName(file),
			line
		};
	}
	/** The outermost of the calls that stand in each other; null for the function itself. */
	rootOf(call) {
		if (call < 0) return null;
		let root = this.roots.get(call);
		if (root === void 0) {
			root = this.inlinedCall(call);
			while (root.parent >= 0) root = this.inlinedCall(root.parent);
			this.roots.set(call, root);
		}
		return root;
	}
	/** The frames around an inlined call, without that of its own body. */
	outer(call) {
		if (call < 0) return [];
		let frames = this.outerFrames.get(call);
		if (frames === void 0) {
			const { parent, file, line } = this.inlinedCall(call);
			frames = [...this.outer(parent), {
				...this.named(parent),
				file: this.fileName(file),
				line
			}];
			this.outerFrames.set(call, frames);
		}
		return frames;
	}
	named(call) {
		if (call < 0) return {
			function: this.name,
			reference: null
		};
		return namesOf(this.object, this.inlinedCall(call).target);
	}
	inlinedCall(index) {
		if (index >= this.callCount) damaged("no such inlined call");
		const at = this.callsAt + NODE_BYTES * index;
		const parent = this.info.readInt32LE(at);
		if (parent >= index) damaged("an inlined call inside of itself");
		const target = this.object.target(this.info.readUInt32LE(at + 12), this.info.readUInt32LE(at + 16));
		return {
			parent,
			file: this.info.readUInt32LE(at + 4),
			line: this.info.readInt32LE(at + 8),
			target
		};
	}
	fileName(index) {
		return index < 0 ? "" : this.object.file(index);
	}
};
/** The name of a target, or what another archive finds it by. */
function namesOf(object, target) {
	switch (target.kind) {
		case "here": return {
			function: object.name(target.symbol),
			reference: null
		};
		case "named": return {
			function: target.name,
			reference: null
		};
		case "elsewhere": {
			const reference = target.name === null ? {
				package: target.package,
				index: target.index
			} : null;
			return {
				function: target.name,
				reference
			};
		}
		default: return {
			function: null,
			reference: null
		};
	}
}
// parsers/archive/calls.ts
/** Relocations only mark something for the linker where they cover no bytes. */
const MARKER = 0;
const TYPE_PREFIX = "type:";
/** Names and hash functions that belong to types: `type:.namedata.X`, `type:.eq.T`. */
const HELPER_PREFIX = "type:.";
const TYPE_BYTES = Buffer.from(TYPE_PREFIX);
const HELPER_BYTES = Buffer.from(HELPER_PREFIX);
const JUMP_TABLE = /\.jump\d+$/;
/** They do not come back; `morestack` goes back to the start of the function. */
const ENDS = /^runtime\.(?:gopanic|goPanic\w+|panic\w*|throw\w*|fatal\w*|block|goexit\d*|morestack\w*|abort|racefuncexit)$/;
/** Puts a slice into an interface: a nil slice takes no memory there. */
const BOXES_SLICE = "runtime.convTslice";
/** Ready-made data by its name. */
const STAND_INS$1 = /* @__PURE__ */ new Map([["runtime.zerobase", "zerobase"], ["runtime.staticuint64s", "static-table"]]);
/** Reads the calls of a function's code. */
function readCalls(reading, symbol, positions) {
	const { object } = reading;
	const code = object.data(symbol);
	const found = [];
	const offsets = /* @__PURE__ */ new Set();
	const ends = /* @__PURE__ */ new Set();
	const tables = [];
	const standIns = [];
	let type = null;
	object.eachRelocation(symbol, (offset, size, relocation, at) => {
		if (relocation === reading.indirectCall) {
			if (reading.wanted(null)) found.push({
				callee: null,
				reference: null,
				offset,
				type: null
			});
			type = null;
			return;
		}
		if (size === MARKER) return;
		const target = object.targetOf(at);
		if (reading.callTypes.has(relocation)) {
			const { function: callee, reference } = nameTarget(reading, target);
			offsets.add(offset);
			if (callee !== null && ENDS.test(callee)) ends.add(offset);
			if (reading.wanted(callee)) {
				const nil = callee === BOXES_SLICE ? reading.architecture.nilSlice?.(code, offset) ?? null : null;
				found.push({
					callee,
					reference,
					offset,
					type: typeOf(reading, type),
					nil
				});
			}
			type = null;
		} else if (isType(reading, target)) type = target;
		else if (target.kind === "here" && JUMP_TABLE.test(object.name(target.symbol))) tables.push({
			offset,
			table: target.symbol
		});
		else if (target.kind !== "here") {
			const data = STAND_INS$1.get(nameTarget(reading, target).function ?? "");
			if (data !== void 0) standIns.push({
				data,
				...positions.outermostPosition(offset)
			});
		}
	});
	const left = found.some(({ nil }) => typeof nil === "number") ? withoutNil() : found;
	if (left.length === 0) return {
		calls: [],
		standIns
	};
	const contexts = contextsOf(left, positions);
	return {
		calls: left.map(({ nil: _, ...call }, index) => ({
			...call,
			stack: positions.at(call.offset),
			loop: contexts?.[index]?.loop ?? null,
			conditional: contexts?.[index]?.conditional ?? null,
			panics: contexts?.[index]?.panics ?? null,
			always: contexts?.[index]?.always ?? null
		})),
		standIns
	};
	/** The calls but those that are given a nil slice, whichever way code gets there. */
	function withoutNil() {
		const targets = [...reading.architecture.jumps?.(code).target ?? [], ...tables.flatMap(({ table }) => jumpTargets(object, table))];
		return found.filter(({ nil, offset }) => {
			if (typeof nil !== "number" || targets.some((target) => target > nil && target <= offset)) return true;
			standIns.push({
				data: "nil-slice",
				...positions.outermostPosition(offset)
			});
			return false;
		});
	}
	function contextsOf(calls, lines) {
		const jumps = reading.architecture.jumps?.(code);
		if (jumps === void 0) return null;
		return callContexts({
			length: code.length,
			lines: lines.ranges(),
			jumps,
			ends,
			calls: offsets,
			tables: tables.map(({ offset, table }) => ({
				offset,
				targets: jumpTargets(object, table)
			}))
		}, calls.map(({ offset }) => offset));
	}
}
/** Run-time functions and the basic types are only numbered; the toolchain's table names them. */
function nameTarget({ object, tables }, target) {
	if (target.kind === "builtin") return {
		function: tables.builtins[target.index] ?? null,
		reference: null
	};
	return namesOf(object, target);
}
function isType(reading, target) {
	if (target.kind === "here") {
		const { object } = reading;
		return object.nameStartsWith(target.symbol, TYPE_BYTES) && !object.nameStartsWith(target.symbol, HELPER_BYTES);
	}
	const { function: name } = nameTarget(reading, target);
	return name?.startsWith(TYPE_PREFIX) === true && !name.startsWith(HELPER_PREFIX);
}
function typeOf(reading, target) {
	if (target === null) return null;
	const { function: symbol, reference } = nameTarget(reading, target);
	const size = target.kind === "here" ? reading.typeSize(target.symbol) : null;
	return {
		name: symbol?.slice(5) ?? null,
		reference: elsewhere(target) ?? reference,
		size
	};
}
/** A type of another package keeps its number: its size stands there. */
function elsewhere(target) {
	return target.kind === "elsewhere" ? {
		package: target.package,
		index: target.index
	} : null;
}
/** A jump table is data whose relocations add the offset of a case to the address of the function. */
function jumpTargets(object, table) {
	const targets = [];
	object.eachRelocation(table, (_offset, _size, _type, at) => {
		targets.push(object.addend(at));
	});
	return targets;
}
// parsers/archive/read.ts
/**
* Reads a package archive, as `go list -export` names it: its functions and their calls. Never throws for what stands in
* the archive.
*/
function readArchive(bytes, tables, wanted) {
	const opened = openArchive(bytes);
	if ("kind" in opened) return opened;
	const head = opened.objects[0]?.head;
	if (head === void 0) return unreadable("no-object", "the archive holds nothing that the Go compiler made");
	const architecture = ARCHITECTURES.get(head.goarch);
	if (architecture === void 0) return unreadable("not-supported", `machine code of ${head.goarch} is not read`);
	const functions = unlessDamaged(() => opened.objects.flatMap(({ object }) => functionsOf(object, architecture, tables, wanted)));
	if (functions === null) return unreadable("damaged", "an object of the archive contradicts itself");
	const { marksIndirectCalls } = architecture;
	return {
		kind: "package",
		head,
		functions,
		marksIndirectCalls
	};
}
function functionsOf(object, architecture, tables, wanted) {
	const reading = {
		object,
		architecture,
		tables,
		callTypes: new Set(architecture.calls.flatMap((name) => tables.relocations.get(name) ?? [])),
		indirectCall: tables.relocations.get("R_CALLIND") ?? -1,
		wanted,
		typeSize: (symbol) => sizeInDescriptor(object.data(symbol), architecture)
	};
	const functions = [];
	for (let symbol = 0; symbol < object.count; symbol++) {
		const info = object.auxiliary(symbol, AUXILIARY.functionInfo);
		if (info === null) continue;
		const name = object.name(symbol);
		const stacks = new InlineStacks(object, symbol, info, name, architecture.scale);
		functions.push({
			name,
			...stacks.start,
			dupok: object.dupok(symbol),
			abi: object.abi(symbol) === 0 ? "assembly" : "internal",
			lines: stacks.codeLines,
			...readCalls(reading, symbol, stacks)
		});
	}
	return functions;
}
function openArchive(bytes) {
	const archive = readMembers(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
	if (archive === null) return unreadable("not-an-archive", "the file is no archive of a Go package");
	if (!archive.complete) return unreadable("damaged", "the archive ends within a file, or holds one without a length");
	const objects = [];
	for (const member of archive.members) {
		const found = openObject(member);
		if (found === null) continue;
		if ("problem" in found) return found;
		objects.push(found);
	}
	return { objects };
}
/** null for what the Go compiler and assembler have not made: export data, objects of a C compiler. */
function openObject({ name, bytes }) {
	const [, goos, goarch, version] = HEAD.exec(bytes.toString("latin1", 0, 4096)) ?? [];
	if (name === "__.PKGDEF" || goos === void 0 || goarch === void 0 || version === void 0) return null;
	const start = bytes.indexOf("\n!\n");
	if (start < 0) return unreadable("damaged", "an object of the archive has no code");
	const content = bytes.subarray(start + 3);
	if (content.toString("latin1", 0, 8) !== "\0go120ld") return unreadable("unknown-format", `objects of ${version} have a format that is not known`);
	const object = unlessDamaged(() => new ObjectFile(content));
	return object === null ? unreadable("damaged", "an object of the archive contradicts itself") : {
		head: {
			goos,
			goarch,
			version
		},
		object
	};
}
function unreadable(problem, note) {
	return {
		kind: "unreadable",
		problem,
		note
	};
}
// src/causes/shapes.ts
const SHAPE = "go.shape.";
/** Whether a function's name has type arguments: it is an instance of a generic function, or made for a type of one. */
function isInstance(name) {
	return name?.includes("[") === true && !name.startsWith("(*struct {") && !name.startsWith("struct {");
}
/** Whether the type arguments are shapes: such code is compiled, and what has none only calls it. */
function isShaped(name) {
	return name.includes(SHAPE);
}
/** `go.shape.int,string` of `(*Map[go.shape.int,string]).Get.func1`; null without type arguments. */
function typeArgumentsOf(name) {
	const start = name.indexOf("[");
	if (start < 0) return null;
	let depth = 0;
	for (let i = start; i < name.length; i++) {
		const c = name.charCodeAt(i);
		if (c === 91) depth++;
		else if (c === 93 && --depth === 0) return name.slice(start + 1, i);
	}
	return null;
}
/**
* A function's name as decisions of any package have it: `(*Set[int]).Add` of `example.org/set.(*Set[int]).Add`. The
* compiler's text names instances of other packages' functions without the package.
*/
function instanceName(name) {
	const end = name.search(/[[(]/);
	const path = end < 0 ? name : name.slice(0, end);
	const dot = name.indexOf(".", path.lastIndexOf("/") + 1);
	return dot < 0 || end >= 0 && dot > end ? name : name.slice(dot + 1);
}
// src/sites/run-time-calls.ts
const OBJECTS = /* @__PURE__ */ new Set([
	"variable",
	"new",
	"pointer-literal",
	"slice-literal",
	"map-literal",
	"make-slice",
	"make-map",
	"closure",
	"method-value",
	"boxed-value",
	"variadic-slice",
	"string-conversion"
]);
function call(cause, makes, doubt = null, decided = false) {
	return {
		makes: new Set(makes),
		doubt,
		decided,
		cause,
		allocation: Array.isArray(makes) ? makes[0] ?? null : null
	};
}
const OBJECT = call("object", OBJECTS);
const SLICE = call("slice", [
	"make-slice",
	"slice-literal",
	"append"
]);
const GROWTH = call("slice-growth", [
	"append",
	"slice-literal",
	"make-slice"
], "grows");
/** A slice that append grew on the stack is copied to the heap where it leaves the function: no decision is made there. */
const MOVE = call("slice-growth", [], "grows");
const CHANNEL = call("channel", ["make-chan"]);
const MAP = call("map", ["make-map", "map-literal"]);
/** The map itself may stay, and for a few elements it needs no more. */
const SIZED_MAP = call("map", ["make-map", "map-literal"], "stack-buffer", true);
const MAP_GROWTH = call("map-growth", [], "grows");
const BOX = call("boxed-value", ["boxed-value"]);
const SMALL_BOX = call("boxed-value", ["boxed-value"], "small-value");
const CONCATENATION = call("string-building", ["string-concatenation"], "stack-buffer", true);
const CONVERSION = call("string-building", ["string-conversion"], "stack-buffer", true);
const CACHE = call("assertion-cache", [], "once");
/** By name without `runtime.`; builtins of cmd/compile/internal/typecheck/_builtin/runtime.go. */
const CALLS = /* @__PURE__ */ new Map([
	["newobject", OBJECT],
	["newarray", OBJECT],
	["mallocgc", OBJECT],
	["makeslice", SLICE],
	["makeslice64", SLICE],
	["makeslicecopy", SLICE],
	["growslice", GROWTH],
	["growsliceBuf", GROWTH],
	["growsliceNoAlias", GROWTH],
	["growsliceBufNoAlias", GROWTH],
	["moveSlice", MOVE],
	["moveSliceNoScan", MOVE],
	["moveSliceNoCap", MOVE],
	["moveSliceNoCapNoScan", MOVE],
	["makechan", CHANNEL],
	["makechan64", CHANNEL],
	["makemap", SIZED_MAP],
	["makemap64", SIZED_MAP],
	["makemap_small", MAP],
	["convT", BOX],
	["convTnoptr", BOX],
	["convTstring", BOX],
	["convTslice", BOX],
	["convT16", SMALL_BOX],
	["convT32", SMALL_BOX],
	["convT64", SMALL_BOX],
	["intstring", call("string-building", ["string-conversion"], "small-value")],
	["slicebytetostring", CONVERSION],
	["slicerunetostring", CONVERSION],
	["stringtoslicebyte", CONVERSION],
	["stringtoslicerune", CONVERSION],
	["typeAssert", CACHE],
	["interfaceSwitch", CACHE],
	["deferproc", call("deferred-call", [], "deferred")],
	["deferprocat", call("deferred-call", [], "deferred")],
	["newproc", call("goroutine-start", [], "reused")]
]);
/** Functions of the run time that other packages call by names of their own. */
const LINKED = /* @__PURE__ */ new Map([
	["internal/bytealg.MakeNoZero", SLICE],
	["reflect.unsafe_New", OBJECT],
	["reflect.unsafe_NewArray", OBJECT],
	["reflect.makemap", MAP],
	["reflect.makechan", CHANNEL],
	["reflect.growslice", GROWTH],
	["reflect.mapassign0", MAP_GROWTH],
	["reflect.mapassign_faststr0", MAP_GROWTH],
	["internal/reflectlite.unsafe_New", OBJECT]
]);
const PREFIX = "runtime.";
/** What a function that machine code calls is known to allocate; null where it is none of the run time's. */
function runTimeCall(callee) {
	if (callee === null) return null;
	const linked = LINKED.get(callee);
	if (linked !== void 0) return linked;
	if (!callee.startsWith(PREFIX)) return null;
	const name = callee.slice(8);
	const known = CALLS.get(name);
	if (known !== void 0) return known;
	if (name.startsWith("mallocgc")) return OBJECT;
	if (name.startsWith("concat")) return CONCATENATION;
	if (name.startsWith("mapassign")) return MAP_GROWTH;
	return null;
}
/** Calls that take no type: one that was loaded before them belongs to something else. */
const WITHOUT_TYPE = /^runtime\.(?:makemap_small|convT(?:16|32|64|string|slice)|concat\w+|slicebytetostring|slicerunetostring|intstring|stringtoslice\w+|newproc|deferproc\w*)$/;
/** Whether a call of the run time is given the type of what it makes. */
function takesType(callee) {
	return callee === null || !WITHOUT_TYPE.test(callee);
}
/** Whether the sites of a report need a call. */
function allocates(callee) {
	return runTimeCall(callee) !== null;
}
// src/sites/compact-code.ts
/** Data in place of an allocation. */
const STAND_INS = [
	"zero-size",
	"static-table",
	"nil-slice"
];
/** Takes from an archive what the report needs, in the terms of the compiler's decisions. */
function compactCode(archive, context) {
	const names = new Numbers();
	const files = new Numbers();
	const functions = [];
	const own = /* @__PURE__ */ new Set();
	const lines = /* @__PURE__ */ new Map();
	const standIns = [];
	const typeArguments = /* @__PURE__ */ new Map();
	const sites = [];
	for (const code of archive.functions) {
		const name = localName(code.name, context.importPath);
		const wrapped = isInstance(name) && !isShaped(name) ? typeArgumentsOf(name) : null;
		functions.push(names.of(name), code.dupok ? 0 : 1);
		const file = files.of(code.file);
		if (!code.dupok) own.add(file);
		const known = lines.get(file) ?? /* @__PURE__ */ new Set();
		lines.set(file, known);
		for (const line of code.lines) known.add(line);
		for (const { data, file, line } of code.standIns) standIns.push(files.of(file), line, STAND_INS.indexOf(data === "zerobase" ? "zero-size" : data));
		for (const call of code.calls) {
			if (wrapped !== null) noteWrapped(wrapped, [call.callee, call.stack[1]?.function ?? null]);
			if (runTimeCall(call.callee) !== null) sites.push(siteOf(name, call));
		}
	}
	return {
		names: names.texts,
		files: files.texts,
		functions,
		own: [...own],
		lines: [...lines].map(([file, set]) => [file, ...steps([...set])]),
		standIns,
		typeArguments: [...typeArguments].map(([copy, types]) => [copy, ...types]),
		sites
	};
	/** A function that is made for type arguments does nothing but call the copy for their shape, or has it inlined. */
	function noteWrapped(types, copies) {
		for (const copy of copies) {
			if (copy === null || !isShaped(copy)) continue;
			const name = names.of(instanceName(copy));
			const known = typeArguments.get(name);
			if (known === void 0) typeArguments.set(name, /* @__PURE__ */ new Set([names.of(types)]));
			else known.add(names.of(types));
		}
	}
	function siteOf(name, call) {
		const type = takesType(call.callee) ? call.type : null;
		const typeText = type === null ? IMPLIED_TYPE.get(call.callee ?? "") ?? null : typeName(type, context);
		const bytes = type === null ? null : type.size ?? context.sizeOf(type);
		const callee = names.of((call.callee ?? "").replace(/^runtime\./, ""));
		const site = [
			names.of(name),
			callee,
			typeText === null ? -1 : names.of(typeText),
			bytes ?? -1,
			flagsOf(call)
		];
		for (const frame of call.stack) site.push(...frameOf(frame));
		return site;
	}
	function frameOf({ function: name, reference, file, line }) {
		const text = name ?? (reference === null ? null : context.nameOf(reference));
		return [
			files.of(file),
			line,
			text === null ? -1 : names.of(text)
		];
	}
}
/** Texts, each once. */
var Numbers = class {
	texts = [];
	known = /* @__PURE__ */ new Map();
	of(text) {
		let number = this.known.get(text);
		if (number === void 0) {
			number = this.texts.length;
			this.texts.push(text);
			this.known.set(text, number);
		}
		return number;
	}
};
function steps(lines) {
	lines.sort((a, b) => a - b);
	return lines.map((line, i) => line - (lines[i - 1] ?? 0));
}
/** Three facts of two bits each, from the lowest: `loop`, `conditional`, `panics`; 0: not known, 1: no, 2: yes. */
function flagsOf({ loop, conditional, panics }) {
	return flag(loop) | flag(conditional) << 2 | flag(panics) << 4;
}
function flag(fact) {
	if (fact === null) return 0;
	return fact ? 2 : 1;
}
/** Types of calls that need no descriptor. */
const IMPLIED_TYPE = /* @__PURE__ */ new Map([
	["runtime.convTstring", "string"],
	["runtime.slicebytetostring", "string"],
	["runtime.slicerunetostring", "string"],
	["runtime.intstring", "string"],
	["runtime.stringtoslicebyte", "[]byte"],
	["runtime.stringtoslicerune", "[]rune"]
]);
function typeName(type, { nameOf }) {
	return type.name ?? (type.reference === null ? null : nameOf(type.reference)?.replace(/^type:/, "") ?? null);
}
/**
* `example.com/m.(*T).M` is `(*T).M` in decisions of the package, and a wrapper for a struct without a name has no package;
* nor have instances of other packages' functions. Other functions of other packages keep theirs.
*/
function localName(symbol, importPath) {
	if (symbol.startsWith(`${importPath}.`)) return symbol.slice(importPath.length + 1);
	if (isInstance(symbol)) return instanceName(symbol);
	return symbol.replace(/^go\.shape\.(?=(?:\(\*)?struct \{)/, "");
}
// src/sources/file-parts.ts
/** Files that are kept open at most; macOS allows a process 256. */
const MAX_OPEN = 32;
/** Reads parts of files that go has written to its cache, and keeps those that were read last open. */
var FileParts = class {
	open = /* @__PURE__ */ new Map();
	/** null where the file cannot be read, or is larger than `maxBytes`. */
	of(path, maxBytes) {
		try {
			const { size } = fstatSync(this.descriptor(path));
			if (size > maxBytes) return null;
			return {
				length: size,
				read: (start, end) => this.read(path, start, Math.min(end, size))
			};
		} catch {
			return null;
		}
	}
	close() {
		for (const descriptor of this.open.values()) closeSync(descriptor);
		this.open.clear();
	}
	read(path, start, end) {
		const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
		try {
			return bytes.subarray(0, readSync(this.descriptor(path), bytes, 0, bytes.length, start));
		} catch {
			return bytes.subarray(0, 0);
		}
	}
	descriptor(path) {
		const known = this.open.get(path);
		if (known !== void 0) this.open.delete(path);
		const descriptor = known ?? openSync(path, "r");
		this.open.set(path, descriptor);
		const [oldest] = this.open;
		if (this.open.size > MAX_OPEN && oldest !== void 0) {
			this.open.delete(oldest[0]);
			closeSync(oldest[1]);
		}
		return descriptor;
	}
};
// src/sources/archive-reader.ts
/** A larger archive is not read. */
const MAX_ARCHIVE_BYTES = 1 << 29;
/** Bytes that are kept to look definitions up; at least those of the last archive are. */
const MAX_HELD_BYTES = 24 << 20;
/** One package of a build, as it is built for a program or a test. */
function packageKey(importPath, variant) {
	return `${importPath} ${variant ?? ""}`;
}
/** Reads archives, one after the other. */
var ArchiveReader = class {
	archives;
	open = /* @__PURE__ */ new Map();
	heldBytes = 0;
	parts = new FileParts();
	whole = new WholeFiles();
	constructor(archives) {
		this.archives = archives;
	}
	has(importPath, variant) {
		return this.archives.files.has(packageKey(importPath, variant));
	}
	/** null where the archive does not say it. */
	identity(importPath, variant) {
		const known = this.archives.buildIds.get(packageKey(importPath, variant));
		const parts = known === void 0 ? this.partsOf(importPath, variant) : null;
		const buildId = known ?? (parts === null ? null : readBuildId(parts.read(0, BUILD_ID_BYTES)));
		return buildId === null ? null : {
			buildId,
			prefix: this.prefix(importPath, variant)
		};
	}
	/** Bytes of the archive; null where it cannot be read. */
	bytesOf(importPath, variant) {
		return this.partsOf(importPath, variant)?.length ?? null;
	}
	partsOf(importPath, variant) {
		const path = this.archives.files.get(packageKey(importPath, variant));
		return path === void 0 ? null : this.parts.of(path, MAX_ARCHIVE_BYTES);
	}
	/** What allocates in a package. */
	read(importPath, variant) {
		const result = this.archive(importPath, variant, isWanted);
		if (result === null) return { skipped: "its archive is not there, or too large" };
		if (result.kind === "unreadable") return { skipped: result.note };
		const apart = variant ?? (this.archives.builtFor.has(importPath) ? importPath : null);
		let isWhole = true;
		const definitions = (of) => {
			const found = this.definitions(of, apart);
			if (found === null) isWhole = false;
			return found;
		};
		return {
			code: compactCode(result, {
				importPath: this.prefix(importPath, variant),
				nameOf: (reference) => definitions(reference.package)?.name(reference.index) ?? null,
				sizeOf: (type) => sizeOf(type, definitions)
			}),
			isWhole
		};
	}
	/** Functions with the calls that are wanted; null where there is no archive. What is read holds until the next one is. */
	archive(importPath, variant, wanted) {
		const path = this.archives.files.get(packageKey(importPath, variant));
		const bytes = path === void 0 ? null : this.whole.read(path);
		return bytes === null ? null : readArchive(bytes, this.archives.tables, wanted);
	}
	/** The archive that defines the symbols of a package: the one built for the same tests, or the ordinary one. */
	definitions(importPath, variant) {
		const { files } = this.archives;
		const path = files.get(packageKey(importPath, variant)) ?? files.get(packageKey(importPath, null));
		if (path === void 0) return null;
		const known = this.open.get(path);
		if (known !== void 0) {
			this.open.delete(path);
			this.open.set(path, known);
			return known;
		}
		const parts = this.parts.of(path, MAX_ARCHIVE_BYTES);
		if (parts === null) return null;
		const definitions = openDefinitions(parts);
		this.open.set(path, definitions);
		this.heldBytes += definitions.held;
		for (const [oldest, { held }] of this.open) {
			if (this.heldBytes <= MAX_HELD_BYTES || oldest === path) break;
			this.open.delete(oldest);
			this.heldBytes -= held;
		}
		return definitions;
	}
	/** Gives back files and memory until something is asked for again. */
	release() {
		this.parts.close();
		this.whole.release();
	}
	prefix(importPath, variant) {
		return variant === null && this.archives.programs.has(importPath) ? "main" : importPath;
	}
};
/** What allocates, and copies of generic functions, which tell the types that they are called for. */
function isWanted(callee) {
	return allocates(callee) || callee?.includes("[go.shape.") === true;
}
/** Basic types stand in the archive of the run time. */
const BASIC = "runtime";
function sizeOf({ name, reference }, definitions) {
	if (reference !== null) return definitions(reference.package)?.size(reference.index) ?? null;
	if (name === null) return null;
	const size = BASIC_TYPE.test(name) ? definitions(BASIC)?.sizeOf(name) : null;
	if (size !== void 0 && size !== null) return size;
	const importPath = /^([^[\]{}()\s*]+)\.[^./]+$/.exec(name)?.[1];
	return importPath === void 0 ? null : definitions(importPath)?.sizeOf(name) ?? null;
}
const BASIC_TYPE = /^[\w[\]*. {}]+$/;
/** Reads files into the same memory, one after the other: what is read holds until the next one is. */
var WholeFiles = class {
	memory = Buffer.alloc(0);
	release() {
		this.memory = Buffer.alloc(0);
	}
	/** null where the file cannot be read, or is too large. */
	read(path) {
		let descriptor = null;
		try {
			descriptor = openSync(path, "r");
			const { size } = fstatSync(descriptor);
			if (size > MAX_ARCHIVE_BYTES) return null;
			if (size > this.memory.length) this.memory = Buffer.allocUnsafeSlow(size);
			let used = 0;
			while (used < size) {
				const read = readSync(descriptor, this.memory, used, size - used, used);
				if (read === 0) break;
				used += read;
			}
			return this.memory.subarray(0, used);
		} catch {
			return null;
		} finally {
			if (descriptor !== null) closeSync(descriptor);
		}
	}
};
// src/sources/archive-thread.ts
/** Who reads a package: nobody yet, or whoever was first. */
const STATE$1 = {
	free: 0,
	here: 1,
	thread: 2,
	done: 3
};
// src/version.ts
/** The version in package.json. */
function version() {
	const file = createRequire(import.meta.url).resolve("escape-report/package.json");
	const { version: found } = JSON.parse(readFileSync(file, "utf8"));
	return found;
}
// src/git/lock.ts
/** A lock of another machine, whose processes cannot be asked about, is taken to be forgotten after this time. */
const FOREIGN_MS = 864e5;
/** A lock that was never written whole is taken to be forgotten after this time. */
const BROKEN_MS = 1e4;
/**
* Takes a lock file, or returns null while another run has it. A lock whose process is gone is taken over, so a crash
* blocks nobody. The file's directory has to exist.
*/
async function tryLock(file) {
	const own = JSON.stringify({
		pid: process.pid,
		host: hostname(),
		id: randomUUID()
	});
	if (!await create(file, own)) {
		const holder = await readFile(file, "utf8").catch(() => null);
		if (holder !== null && (!await isForgotten(file, holder) || !await clear(file, holder))) return null;
		if (!await create(file, own)) return null;
	}
	return { release: async () => {
		if (await readFile(file, "utf8").catch(() => null) === own) await rm(file, { force: true });
	} };
}
async function create(file, text) {
	try {
		await writeFile(file, text, { flag: "wx" });
		return true;
	} catch (error) {
		if (error.code === "EEXIST") return false;
		throw error;
	}
}
async function isForgotten(file, holder) {
	const age = Date.now() - ((await stat(file).catch(() => null))?.mtimeMs ?? Date.now());
	const [, pid, host] = /^\{"pid":(\d+),"host":("[^"]*")/.exec(holder) ?? [];
	if (pid === void 0) return age > BROKEN_MS;
	if (host !== JSON.stringify(hostname())) return age > FOREIGN_MS;
	try {
		process.kill(Number(pid), 0);
		return false;
	} catch (error) {
		return error.code === "ESRCH";
	}
}
/** Takes a forgotten lock away. Of several runs that try, one succeeds; a lock taken meanwhile is put back. */
async function clear(file, holder) {
	const aside = `${file}.${randomUUID()}`;
	try {
		await rename(file, aside);
	} catch {
		return false;
	}
	const forgotten = await readFile(aside, "utf8") === holder;
	if (!forgotten) await link(aside, file).catch(() => {});
	await rm(aside, { force: true });
	return forgotten;
}
// src/git/commit-files.ts
const STATE = "state.json";
const LOCK = "lock";
async function slotNames(root) {
	return (await readdir(root).catch(() => [])).filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b));
}
async function readState(slot) {
	try {
		const state = JSON.parse(await readFile(join(slot, STATE), "utf8"));
		return typeof state.commit === "string" && Array.isArray(state.missingSubmodules) ? state : null;
	} catch {
		return null;
	}
}
/** Every slot below the root. */
async function slotsOf(root) {
	const found = [];
	for (const name of await slotNames(root)) {
		const path = join(root, name);
		const facts = await stat(path).catch(() => null);
		if (facts !== null) found.push({
			path,
			bytes: (await readState(path))?.bytes ?? 0,
			used: facts.mtimeMs
		});
	}
	return found;
}
/** Removes a slot and its files. False when a run is using it. */
async function dropSlot(path) {
	if (await tryLock(join(path, LOCK)).catch(() => null) === null) return false;
	await rm(join(path, STATE), { force: true });
	await rm(join(path, "tree"), {
		recursive: true,
		force: true
	});
	await rm(path, {
		recursive: true,
		force: true
	});
	return true;
}
// src/sources/cache-directory.ts
/** In megabytes. */
const LIMIT_VARIABLE = "ESCAPE_REPORT_CACHE_MB";
const LIMIT_MB = 2048;
/** Removes what was not used for longest until the rest is within the limit. What a run is using stays. */
async function limitCache(cache, limit = limitFromEnvironment(process.env)) {
	const entries = [...(await Promise.all([cache.reports, cache.code].map(fileEntries))).flat(), ...await checkoutEntries(cache)];
	entries.sort((a, b) => a.used - b.used);
	let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
	for (const entry of entries) {
		if (bytes <= limit) return;
		if (await entry.drop()) bytes -= entry.bytes;
	}
}
/** Here and now: there can be thousands, and handing each to a thread takes most of the time. */
async function fileEntries(folder) {
	const entries = [];
	for (const name of await readdir(folder).catch(() => [])) {
		const path = join(folder, name);
		const facts = factsOf(path);
		if (facts === null) continue;
		const drop = async () => {
			await rm(path, { force: true });
			return true;
		};
		entries.push({
			bytes: facts.size,
			used: facts.mtimeMs,
			drop
		});
	}
	return entries;
}
function factsOf(path) {
	try {
		return statSync(path);
	} catch {
		return null;
	}
}
async function checkoutEntries({ directory }) {
	const root = join(directory, "checkouts");
	const entries = [];
	for (const name of await readdir(root).catch(() => [])) for (const { path, bytes, used } of await slotsOf(join(root, name))) entries.push({
		bytes,
		used,
		drop: () => dropSlot(path)
	});
	return entries;
}
function limitFromEnvironment(env) {
	const megabytes = Number(env[LIMIT_VARIABLE] || LIMIT_MB);
	return (Number.isFinite(megabytes) && megabytes >= 0 ? megabytes : LIMIT_MB) * 1024 * 1024;
}
// src/sources/replaced-file.ts
/** What is not written yet has this name: whose it is, and of which process, so that the next run can tell what is left over. */
const NAME = /^\.escape-report-(.+)-(\d+)-\d+\.tmp$/;
/** Threads count apart: files of one process have names of their own. */
let count = threadId * 1e6;
/** A name for what is not written yet: the next run can tell that it was left over. */
function temporaryName(directory) {
	return join(directory, `.escape-report-${host()}-${process.pid}-${++count}.tmp`);
}
/** Removes what runs of this machine have left that were killed while they wrote. */
async function removeLeftovers(directory) {
	for (const name of await readdir(directory).catch(() => [])) {
		const [, machine, pid] = NAME.exec(name) ?? [];
		if (machine === host() && !isAlive(Number(pid))) await rm(join(directory, name), { force: true }).catch(() => {});
	}
}
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code !== "ESRCH";
	}
}
function host() {
	return hostname().replace(/[^\w.]/g, "_").slice(0, 60);
}
/** How old a file's time may be before it is set anew: what is used last is dropped last. */
const FRESH_MS = 864e5;
/**
* What compiled packages show, kept between runs: go keeps the packages themselves, and reading them takes longer than
* all the rest. A file that cannot be read or written costs time and nothing else.
*/
var CodeCache = class {
	cache;
	tool = version();
	isWritable = true;
	written = 0;
	constructor(cache) {
		this.cache = cache;
	}
	/** The name of what an archive shows. `facts`: everything that it depends on, as JSON has it. */
	keyOf(facts) {
		const text = JSON.stringify({
			tool: this.tool,
			format: 2,
			...facts
		});
		return createHash("sha256").update(text).digest("hex").slice(0, 40);
	}
	has(key) {
		return existsSync(this.pathOf(key));
	}
	/** null where it was not kept, or is not as it was written. */
	get(key) {
		try {
			const descriptor = openSync(this.pathOf(key), "r");
			try {
				const now = Date.now();
				if (now - fstatSync(descriptor).mtimeMs > FRESH_MS) futimesSync(descriptor, now / 1e3, now / 1e3);
				return JSON.parse(readFileSync(descriptor, "utf8"));
			} finally {
				closeSync(descriptor);
			}
		} catch {
			return null;
		}
	}
	/** Written here and now: there are many, and each takes less time than having a thread do it. */
	keep(key, code) {
		if (!this.isWritable) return;
		const temporary = temporaryName(this.cache.code);
		try {
			writeFileSync(temporary, JSON.stringify(code), {
				flag: "wx",
				mode: 384
			});
			renameSync(temporary, this.pathOf(key));
			this.written++;
		} catch {
			this.isWritable = false;
			rmSync(temporary, { force: true });
		}
	}
	/** Says that another thread adds to it. */
	shared() {
		this.written++;
	}
	/** Makes room where something was added. */
	async close() {
		if (this.written === 0) return;
		this.written = 0;
		await removeLeftovers(this.cache.code);
		await limitCache(this.cache);
	}
	pathOf(key) {
		return join(this.cache.code, `${key}.json`);
	}
};
// src/sources/archive-thread-main.ts
const { archives, jobs, cache, states, port } = workerData;
const reader = new ArchiveReader(archives);
const codes = cache === null ? null : new CodeCache(cache);
for (const [job, { importPath, variant, key }] of jobs.entries()) {
	if (Atomics.load(states, jobs.length + 1) === 1) break;
	if (Atomics.compareExchange(states, job, STATE$1.free, STATE$1.thread) !== STATE$1.free) continue;
	let read = null;
	try {
		read = reader.read(importPath, variant);
		port.postMessage({
			job,
			read: JSON.stringify(read)
		});
	} finally {
		Atomics.store(states, job, STATE$1.done);
		Atomics.add(states, jobs.length + 0, 1);
		Atomics.notify(states, jobs.length + 0);
	}
	if (key !== null && "code" in read && read.isWhole) codes?.keep(key, read.code);
}
reader.release();
export {};
