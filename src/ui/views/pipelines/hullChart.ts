/** The variants of a stage at the load in force: how accurate each is, and how many cores it needs. */
import { secondsWords } from './figures.ts';
import { allNeverWords, cannotWords, neverWords } from './hullWords.ts';
import { needOf, neverPaying, roomOf, servingOf } from './needed.ts';
import { domainOf, frame, plotBox } from '../../charts/frame.ts';
import { textWidth } from '../../charts/letters.ts';
import { dot, empty, line, text } from '../../charts/marks.ts';
import type { Box, ChartModel, Mark } from '../../charts/model.ts';
import { placed } from '../../charts/placing.ts';
import { coreWords, fixed, short } from '../../format.ts';
import { stageName } from '../../pipeline/names.ts';
import type { Limits, Pipeline } from '../../../model/pipeline.ts';

interface Hull {
  readonly pipeline: Pipeline;
  /** Index of the stage. */
  readonly stage: number;
  readonly limits: Limits;
  readonly slaSeconds: number;
  /** Requests per second. */
  readonly load: number;
  /** Index of a variant that is set off. */
  readonly chosen?: number | undefined;
}

const HEIGHT = 290;
const [LEFT, RIGHT, TOP, FOOT] = [46, 14, 24, 36] as const;
/** A name that is longer is cut. */
const LONGEST = 150;

export function hullChart(
  { pipeline, stage: n, limits, slaSeconds, load, chosen }: Hull,
  width: number,
): ChartModel {
  const stage = pipeline.stages[n]!;
  const { variants } = stage;
  const room = roomOf(pipeline, n, limits, slaSeconds);
  const never = neverPaying(stage, room);
  const servings = variants.map((variant) => servingOf(variant, room));
  const needs = variants.map((variant, z) => servings[z] && needOf(variant, servings[z], load, room));
  const shown = variants.flatMap(({ name, accuracy }, z) => {
    const need = needs[z];
    return need?.fits && Number.isFinite(accuracy)
      ? [{ z, name, cores: need.cores, accuracy: 100 * accuracy, pays: never[z] === undefined }]
      : [];
  });
  // Fewer cores and no less accuracy: those that no other beats at this load.
  const front = shown
    .filter((one) => one.pays && !shown.some((other) => beats(other, one)))
    .sort((a, b) => a.cores - b.cores);
  const most = Math.max(1, ...shown.map(({ cores }) => cores));
  const f = frame(plotBox(width, HEIGHT, { left: LEFT, right: RIGHT, top: TOP, bottom: FOOT }), {
    x: { domain: [0, 1.08 * most], ticks: Math.max(3, Math.floor(width / 110)) },
    y: {
      domain: domainOf([shown.map(({ accuracy }) => accuracy)], { below: 0.15, above: 0.15 }),
      ticks: 5,
      text: (v, digits) => `${fixed(v, digits)} %`,
    },
  });
  const { box, x, y } = f;
  const marks: Mark[] = [
    ...f.marks,
    text(0, 12, `↑ ${stage.metric}`, { ink: 'soft', small: true, room: width - 20 }),
    text(box.right, HEIGHT - 4, `cores that ${short(load)} requests/s need →`, {
      ...{ ink: 'soft', anchor: 'end', small: true },
    }),
    line(
      f,
      front.map(({ cores }) => cores),
      front.map(({ accuracy }) => accuracy),
      { ink: 'load', width: 1.2, held: true, hint: 'More accuracy costs more cores' },
    ),
  ];
  const spots = shown.map((one) => ({ x: x(one.cores), y: y(one.accuracy) }));
  const taken: Box[] = [];
  for (const [i, one] of shown.entries()) {
    const spot = spots[i]!;
    const bold = one.z === chosen;
    const label = text(0, 0, one.name, { ink: 'ink', room: LONGEST, bold });
    const place = placed(spot, textWidth(label.body, { bold }), { ...box, top: TOP - 4 }, spots, taken);
    taken.push(place.box);
    marks.push(
      dot(f, one.cores, one.accuracy, {
        ...{ ink: 'ink', ring: !one.pays, r: bold ? 6 : 4.5 },
        hint: `${one.name}: ${short(one.accuracy)} %, ${coreWords(one.cores)}`,
      }),
      { ...label, ...{ x: place.x, y: place.y, fill: one.pays ? 'ink' : 'soft', halo: true } },
    );
  }
  return {
    title: `Variants of ${stageName(stage)} at ${short(load)} requests/s`,
    sentence: `Each in the batch that answers most within ${
      room.seconds > 0 ? secondsWords(room.seconds) : 'the time'
    }, what the other stages leave of the latency objective; waiting is not counted. ${allNeverWords(stage, never, room)}${cannotWords(stage, needs, never, load)}${shown.length > 1 ? ` The axis of accuracy begins at ${fixed(y.domain()[0], 1)} %.` : ''}`,
    width,
    height: HEIGHT,
    marks: shown.length > 0 ? marks : [...f.marks, empty(f, 'No variant carries this load.')],
    head: [
      'Variant',
      'Accuracy, %',
      'Batch',
      'Seconds a batch',
      'Replicas',
      'Cores',
      'Carries the load',
      'Pays',
    ],
    rows: variants.map((variant, z) => {
      const [serving, need, one] = [servings[z], needs[z], never[z]];
      return [
        variant.name,
        100 * variant.accuracy,
        serving?.batch ?? '',
        serving?.seconds ?? '',
        need?.replicas ?? '',
        need?.cores ?? '',
        need?.fits ? 'yes' : 'no',
        one ? neverWords(stage, one, room) : 'at some load',
      ];
    }),
  };
}

interface Point {
  readonly cores: number;
  readonly accuracy: number;
}

const beats = (a: Point, b: Point): boolean =>
  a.cores <= b.cores && a.accuracy >= b.accuracy && (a.cores < b.cores || a.accuracy > b.accuracy);
