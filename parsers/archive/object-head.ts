/** First line of an object: `go object linux amd64 go1.26.8 GOAMD64=v1 X:regabiwrappers`. */
export const HEAD = /^go object (\S+) (\S+) (\S+)[^\n]*\n/;
export const MAX_HEAD_LINE = 1 << 12;
/** Ends the text in front of an object. */
export const HEAD_END = "\n!\n";
/** Export data for the compiler; it starts like an object. */
export const EXPORT_DATA = "__.PKGDEF";
