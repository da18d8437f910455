/** What every chart is held to, for its test: `testChart('losses', onSeries((values) => (width) => lossChart(.., width)))`. */
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { textWidth } from './letters.ts';
import type { Box, ChartModel, TextMark } from './model.ts';
import { dark, light } from './palette.ts';
import { chartCsv, svgText } from './svg.ts';
// eslint-disable-next-line no-restricted-imports -- only tests import this file
import { xmlTexts } from '../../testing/xml.ts';

type Draw = (width: number) => ChartModel;

interface Cases {
  readonly usual: Draw;
  readonly empty: Draw;
  readonly one: Draw;
  /** Some values are not finite. */
  readonly broken: Draw;
  /** 10,000 points, or as many as there can be. */
  readonly many: Draw;
}

/** The cases of a chart of one series of about 0 to 20. */
export function onSeries(drawOf: (values: Float64Array) => Draw): Cases {
  const wave = (count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, k) => 10 + 6 * Math.sin(k / 3) + 3 * Math.cos(1.7 * k));
  const broken = wave(24);
  broken.set([NaN, Infinity, -Infinity], 7);
  broken[20] = NaN;
  broken[22] = NaN;
  const many = wave(10_000);
  many[7777] = 20;
  return {
    usual: drawOf(wave(24)),
    empty: drawOf(wave(0)),
    one: drawOf(wave(1)),
    broken: drawOf(broken),
    many: drawOf(many),
  };
}

interface Options {
  /** Labels of a cloud of points, which may come to lie over one another. */
  readonly crowded?: boolean;
}

const WIDE = 720;
/** A phone of 360 px less its gutters. */
const NARROW = 328;

export function testChart(name: string, cases: Cases, { crowded = false }: Options = {}): void {
  describe(`the chart of ${name}`, () => {
    it.each([
      ['usual', WIDE],
      ['usual', NARROW],
      ['empty', WIDE],
      ['one', WIDE],
      ['broken', WIDE],
    ] as const)('%s, %i px wide, is this picture', (which, width) => {
      const chart = cases[which](width);
      expect(lines(svgText(chart, light))).toMatchSnapshot();
    });

    it('of very many points is no larger than the eye can use, byte for byte this one', () => {
      const svg = svgText(cases.many(WIDE), light);
      expect(svg.length).toBeLessThan(200_000);
      expect({ length: svg.length, digest: digest(svg) }).toMatchSnapshot();
    });

    it('differs in its colours alone when it is dark', () => {
      const chart = cases.usual(WIDE);
      const [day, night] = [svgText(chart, light), svgText(chart, dark)];
      const blank = (svg: string): string => svg.replaceAll(COLOUR, '#');
      expect(blank(night)).toBe(blank(day));
      expect([...new Set(night.match(COLOUR))]).toMatchSnapshot();
    });

    it.each(Object.keys(cases) as (keyof Cases)[])(
      '%s stands alone, whole, inside its frame, with its numbers',
      (which) => {
        for (const width of [NARROW, WIDE, 1400]) {
          const chart = cases[which](width);
          expect(chart.width).toBeLessThanOrEqual(width);
          const svg = svgText(chart, dark);
          expect(xmlTexts(svg)).toContain(chart.unit ? `${chart.title}, ${chart.unit}` : chart.title);
          expect(svg.match(/NaN|Infinity|undefined|var\(|light-dark|style=|class=/g)).toBeNull();
          for (const { box, body } of textsOf(chart)) {
            expect(box.left, body).toBeGreaterThanOrEqual(-2);
            expect(box.right, body).toBeLessThanOrEqual(chart.width + 2);
            expect(box.top, body).toBeGreaterThanOrEqual(-2);
            expect(box.bottom, body).toBeLessThanOrEqual(chart.height + 2);
          }
          if (!crowded) expect(covered(chart)).toEqual([]);
          expectCaption(chart, svg);
          expect(chart.sentence).not.toMatch(/NaN|Infinity|undefined/);
        }
        const chart = cases[which](WIDE);
        const { data } = Papa.parse<string[]>(chartCsv(chart).trimEnd());
        expect(data).toHaveLength(chart.rows.length + 1);
        expect(new Set(data.map((cells) => cells.length))).toEqual(new Set([chart.head.length]));
      },
    );

    it('has stops of its crosshair in order, each with a place and words', () => {
      const { crosshair } = cases.usual(WIDE);
      if (!crosshair) return;
      const { at, x, tracks, say, box } = crosshair;
      for (let k = 0; k < at.length; k++) {
        if (k > 0) expect(at[k]! >= at[k - 1]! && x(k) >= x(k - 1)).toBe(true);
        expect(x(k) >= box.left - 0.1 && x(k) <= box.right + 0.1).toBe(true);
        expect(say(k)).toMatch(/\d/);
        for (const track of tracks) if (Number.isFinite(track.y(k))) expect(track.text(k)).not.toBe('');
      }
      expect(cases.empty(WIDE).crosshair?.at.length ?? 0).toBe(0);
    });
  });
}

/** Longer than a line of the narrowest chart. */
const CAPTION =
  'Pipeline “Video: detect, classify”, loads Steady low, Fluctuating and Steady high, seeds 1 to 5, environment “With queues”; a core costs 0.30';

/** A saved chart says below itself what it shows, inside its frame; nothing else of it is another one. */
function expectCaption(chart: ChartModel, without: string): void {
  const svg = svgText(chart, dark, CAPTION);
  const texts = [...svg.slice(svg.indexOf('</g>')).matchAll(/<text x="16" y="(\d+)"[^>]*>([^<]*)<\/text>/g)];
  expect(texts.map(([, , line]) => line).join(' ')).toBe(CAPTION);
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)!.map(Number);
  let above = chart.height + 40;
  for (const [, y, line] of texts) {
    expect(Number(y)).toBeGreaterThan(above + 8);
    expect(16 + textWidth(line!, { small: true })).toBeLessThanOrEqual(width! + 2);
    above = Number(y);
  }
  expect(above + 3).toBeLessThanOrEqual(height!);
  const drawn = (of: string): string => of.slice(of.indexOf('<g '), of.indexOf('</g>'));
  expect(drawn(svg)).toBe(drawn(without));
}

const COLOUR = /#[0-9a-f]{6}\b/g;

/** A mark a line, so that a change is read as one. */
const lines = (svg: string): string => svg.replaceAll('><', '>\n<');

interface Placed {
  readonly body: string;
  readonly box: Box;
}

function textsOf({ marks }: ChartModel): readonly Placed[] {
  return marks
    .filter((mark): mark is TextMark => mark.kind === 'text' && Number.isFinite(mark.x + mark.y))
    .map((mark) => {
      const width = textWidth(mark.body, mark);
      const left = mark.x - width * { start: 0, middle: 0.5, end: 1 }[mark.anchor ?? 'start'];
      return { body: mark.body, box: { left, right: left + width, top: mark.y - 8, bottom: mark.y + 1 } };
    });
}

/** Pairs of texts that cover one another. */
function covered(chart: ChartModel): readonly string[] {
  const texts = textsOf(chart);
  return texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter(
        ({ box }) =>
          a.box.left < box.right &&
          box.left < a.box.right &&
          a.box.top < box.bottom &&
          box.top < a.box.bottom,
      )
      .map((b) => `${a.body} | ${b.body}`),
  );
}

/** FNV-1a of the text's UTF-16 units. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}
