/** A duration in whole units, as people say it: `8 s`, `2 min 30 s`, `1 h 5 min`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const [whole, rest, large, small] =
    minutes < 60 ? [minutes, seconds % 60, "min", "s"] : [Math.floor(minutes / 60), minutes % 60, "h", "min"];
  return rest === 0 ? `${whole} ${large}` : `${whole} ${large} ${rest} ${small}`;
}
