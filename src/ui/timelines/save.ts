/** A timeline as a file: a picture that stands alone (title, unit, names, axis), or its numbers. */
import { scaleLinear } from 'd3';
import { areaPath, linePath, spread } from './paths.ts';
import type { Line, Row, Timeline } from './rows.ts';
import { rowSentence } from './words.ts';
import { fixed } from '../format.ts';
import { csvOf, fileNameOf, xmlText } from '../../model/text.ts';
import { policyStyle } from '../theme/policies.ts';

/** Size of every saved figure. */
export const WIDTH = 960;
export const HEIGHT = 260;
const LEFT = 52;
const RIGHT = 150;
const TOP = 40;
const BOTTOM = 34;

interface Ink {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly load: string;
}

export const inks: Record<'light' | 'dark', Ink> = {
  light: { paper: '#ffffff', ink: '#1a2130', soft: '#596170', line: '#e3dfd5', load: '#747b88' },
  dark: { paper: '#12151a', ink: '#ebe8e0', soft: '#a1a9b7', line: '#2d333d', load: '#8d96a5' },
};

/** The figure as a complete SVG document, with plain colours. */
export function rowSvg(timeline: Timeline, row: Row, dark: boolean): string {
  const ink = inks[dark ? 'dark' : 'light'];
  const colour = (line: Line): string =>
    line.policy
      ? policyStyle(line.policy)[dark ? 'dark' : 'light']
      : line.key === 'load'
        ? ink.load
        : ink.ink;
  const x = scaleLinear([timeline.from, timeline.to], [LEFT, WIDTH - RIGHT]);
  const floor = HEIGHT - BOTTOM;
  const y = scaleLinear(row.domain, [floor, TOP]);
  const text = (px: number, py: number, body: string, style: string): string =>
    `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" ${style}>${xmlText(body)}</text>`;
  const parts: string[] = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${ink.paper}"/>`,
    text(LEFT, 22, `${row.title}, ${row.unit}`, `fill="${ink.ink}" font-weight="600" font-size="14"`),
  ];
  for (const tick of y.ticks(4)) {
    parts.push(`<path d="M${LEFT} ${y(tick).toFixed(1)}H${WIDTH - RIGHT}" stroke="${ink.line}"/>`);
    parts.push(text(LEFT - 8, y(tick) + 4, String(tick), `fill="${ink.soft}" text-anchor="end"`));
  }
  for (const tick of x.ticks(8)) {
    parts.push(
      text(
        x(tick),
        HEIGHT - 12,
        `${fixed(tick / 60, tick % 60 === 0 ? 0 : 1)} min`,
        `fill="${ink.soft}" text-anchor="middle"`,
      ),
    );
  }
  if (row.id === 'load') {
    const load = row.lines[0]!;
    parts.push(
      `<path d="${areaPath(timeline.t, load.values, x, y, floor)}" fill="${ink.load}" fill-opacity="0.18"/>`,
    );
  }
  const ends = row.lines.map((line) => y(line.values[line.values.length - 1] ?? 0));
  const labels = spread(ends, 16, TOP, floor);
  row.lines.forEach((line, i) => {
    const dash = line.key === 'forecast' ? ' stroke-dasharray="2 3"' : '';
    const d = linePath(timeline.t, line.values, x, y, row.steps);
    parts.push(
      `<path d="${d}" fill="none" stroke="${colour(line)}" stroke-width="${line.key === 'a' ? 1.9 : 1.4}" stroke-linejoin="round"${dash}/>`,
    );
    parts.push(
      text(
        WIDTH - RIGHT + 10,
        labels[i]! + 4,
        `${line.name} ${fixed(line.mean, row.digits)}`,
        `fill="${colour(line)}" font-weight="600"`,
      ),
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="12"><title>${xmlText(rowSentence(row))}</title>${parts.join('')}</svg>`;
}

export function rowCsv(timeline: Timeline, row: Row): string {
  const head = ['second', ...row.lines.map((line) => line.name.replaceAll('\u00a0', ' '))];
  return csvOf([head, ...Array.from(timeline.t, (t, k) => [t, ...row.lines.map((line) => line.values[k])])]);
}

/** Three times the size on screen: sharp on a poster. */
const PNG_SCALE = 3;

/** An SVG document as PNG. Rejects with a sentence where the browser cannot draw it. */
export async function svgToPng(svg: string): Promise<Blob> {
  const image = new Image();
  // A blob, which the page's policy allows for images; data: addresses it does not.
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
  } catch {
    throw new Error('This browser cannot draw the picture; save it as SVG instead.');
  } finally {
    URL.revokeObjectURL(address);
  }
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * PNG_SCALE;
  canvas.height = image.naturalHeight * PNG_SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw the picture; save it as SVG instead.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('This browser cannot draw the picture; save it as SVG instead.'));
    }, 'image/png');
  });
}

/** Hands a file to the visitor; `name` may be any text. */
export function download(blob: Blob, name: string, extension: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileNameOf(name, extension);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
