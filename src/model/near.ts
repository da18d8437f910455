/** Names that were probably meant: near by spelling to one that there is not. */

/** Letters to change, add, leave out or swap with their neighbour, out of both texts; more than `most` counts as `most + 1`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return Math.min(row[b.length]!, most + 1);
}

/** At most three of `known` that `text` may have meant, the nearest first; none where no one would take it for any. */
export function nearest(text: string, known: readonly string[]): readonly string[] {
  const asked = text.trim().toLowerCase();
  // One slip in a short name, two in a longer one; every two-letter text is near to every other.
  const most = asked.length < 3 ? 0 : asked.length < 6 ? 1 : 2;
  const exact = known.find((name) => name.toLowerCase() === asked);
  if (exact !== undefined) return [exact];
  return known
    .map((name) => {
      const other = name.toLowerCase();
      const begun = asked.length >= 3 && other.startsWith(asked);
      return { name, far: Math.min(distance(asked, other, most), begun ? most + 0.5 : Infinity) };
    })
    .filter(({ far }) => far <= most + 0.5)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
}
