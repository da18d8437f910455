/** Requests that one dot stands for, or of which one is drawn: 1, 2, 5, 10, .. so that at most `limit` dots come a second. */
export function grainOf(arrivals: Float32Array, limit: number): number {
  let max = 0;
  for (let k = 0; k < arrivals.length; k++) if (arrivals[k]! > max) max = arrivals[k]!;
  const need = max / limit;
  if (need <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(need));
  return [1, 2, 5, 10].map((m) => m * power).find((grain) => grain >= need)!;
}
