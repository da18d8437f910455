/** Seconds of a trace as the page's clock reads them. */

/**
 * The second that is on screen at a moment: what the clock reads, a link keeps, and the playhead stands on. What sums of
 * floats miss of a whole second is none of it.
 */
export const wholeSecond = (time: number): number => Math.floor(time + 1e-6);

/** Seconds as m:ss, or h:mm:ss from an hour on. */
export function clock(seconds: number): string {
  const s = Math.max(0, wholeSecond(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(s / 60);
  if (minutes < 60) return `${two(minutes)}:${two(s % 60)}`;
  return `${String(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(s % 60)}`;
}
