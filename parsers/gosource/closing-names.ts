/** Names that stand in rewritten text; the file that declares them is written with it. */
export const CLOSING_NAMES = {
  /** Hands a value on so that the compiler loses its track. */
  hide: "escapeReportHide",
  /** The same function to the inliner, through which the compiler follows the value. */
  keep: "escapeReportKeep",
  /** A value as the type of another: all of it, or what it points to. */
  like: "escapeReportLike",
  likeContent: "escapeReportLikeContent",
  never: "escapeReportNever",
  /** Before a parameter's or a result's own name. */
  prefix: "escapeReport_",
} as const;
