/** How wide a text stands in a chart: a drawing is made without asking the page. Measured of Inter with figures of one width, as the page sets them. */

export const FONT = 12;
export const SMALL = 10.5;

/** Widths in hundredths of the size, of letters that are about as wide. */
const WIDTHS: readonly (readonly [width: number, letters: string])[] = [
  [27, "ijlI .,:;!·'`"],
  [37, 'tfr()[]{}/|\\'],
  [45, '-_"^*–'],
  [68, 'ABCDKPRTVXYZ&+<=>~−×'],
  [76, 'GHNOQU'],
  [88, 'wmM…'],
  [98, 'W@%→←↑'],
];
/** Small letters and figures. */
const OTHERS = 61;
const BOLD = 1.03;

const widths = new Map(
  WIDTHS.flatMap(([width, letters]) => Array.from(letters, (letter) => [letter, width] as const)),
);

interface Style {
  readonly small?: boolean | undefined;
  readonly bold?: boolean | undefined;
}

/** Pixels of a line of text. */
export function textWidth(body: string, { small, bold }: Style = {}): number {
  let sum = 0;
  for (const letter of body) sum += widths.get(letter) ?? OTHERS;
  return (sum / 100) * (small ? SMALL : FONT) * (bold ? BOLD : 1);
}

/** The text, or as much of it as `room` px hold, and an ellipsis. */
export function fitted(body: string, room: number, style: Style = {}): string {
  if (textWidth(body, style) <= room) return body;
  const letters = Array.from(body);
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, style) > room) letters.pop();
  return `${letters.join('').replace(/[\s,(]+$/u, '')}…`;
}

/** The text in lines of at most `room` px, broken between words; a word that is longer is cut. None of an empty one. */
export function linesOf(body: string, room: number, style: Style = {}): readonly string[] {
  const lines: string[] = [];
  for (const word of body.split(/\s+/u).filter((one) => one !== '')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)!} ${word}`;
    if (lines.length > 0 && textWidth(longer, style) <= room) lines[lines.length - 1] = longer;
    else lines.push(fitted(word, room, style));
  }
  return lines;
}
