const PERCENT = 0x25;

/**
 * A symbol's name as people write it. Import paths in symbols are escaped: bytes that could be mistaken are `%` and two
 * hexadecimal digits, such as the dot after the last slash of `gopkg.in/yaml%2ev3.Unmarshal` (cmd/internal/objabi/path.go).
 */
export function symbolName(bytes: Buffer): string {
  if (!bytes.includes(PERCENT)) return bytes.toString("utf8");
  const unescaped = bytes.toString("latin1").replace(/%([0-9a-f]{2})/g, (_, hex: string) => char(hex));
  return Buffer.from(unescaped, "latin1").toString("utf8");
}

function char(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}
