/** Cores against requests answered in time: every setting tried, those that nothing beats, the present one and the best. */
import { judgedOn } from './triedColumns.ts';
import { frame, lineAcross, plotBox } from '../../charts/frame.ts';
import { textWidth } from '../../charts/letters.ts';
import { dot, dots, line, text } from '../../charts/marks.ts';
import { px, type Box, type ChartModel, type Ink, type Mark, type Tone } from '../../charts/model.ts';
import { placed, type Spot } from '../../charts/placing.ts';
import { written } from '../../finding/told.ts';
import { fixed } from '../../format.ts';
import { nameOfKey } from '../../../experiments/tuning/names.ts';
import { equallyJudged, type Tried, type TuningResult } from '../../../experiments/tuning/result.ts';
import { inPercent } from '../../../scenario/measures.ts';

const HEIGHT = 320;
const LEFT = 46;
const RIGHT = 14;
/** Room for a label above the line of 100 %. */
const TOP = 34;
const FOOT = 40;
/** The front is drawn down to this many points below the present setting: who answers less is no rival of it. */
const BELOW = 10;
/** Air around what is named, as shares of what it spans; and the least cores that the picture spans. */
const AIR = 0.14;
const LEAST_CORES = 1;
/** Pixels between the points of a line that a label keeps off. */
const EVERY = 6;

const shareOf = ({ goodputShare }: Tried): number => inPercent(goodputShare);

/** What must be seen: the present setting, the best, and of the front those that answer about as much. */
function namedIn(result: TuningResult): { present: Tried; best: Tried; front: readonly Tried[] } {
  const byKey = new Map(result.tried.map((one) => [one.key, one]));
  const [present, best] = [byKey.get(result.present)!, byKey.get(result.best)!];
  const least = shareOf(present) - Math.max(BELOW, 100 - shareOf(present));
  const front = result.front.map((key) => byKey.get(key)!).filter((one) => shareOf(one) >= least);
  return { present, best, front };
}

export function tunedPlane(result: TuningResult, tone: Tone, width: number): ChartModel {
  const { present, best, front } = namedIn(result);
  const named = [...new Set([present, best, ...front])];
  const costs = named.map(({ cost }) => cost);
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const air = Math.max(AIR * (most - least), (LEAST_CORES - (most - least)) / 2);
  const lowest = Math.min(...named.map(shareOf));
  const f = frame(plotBox(width, HEIGHT, { left: LEFT, right: RIGHT, top: TOP, bottom: FOOT }), {
    x: {
      domain: [Math.max(0, least - air), most + air],
      ticks: Math.max(3, Math.floor(width / 110)),
    },
    y: {
      domain: [Math.max(0, lowest - Math.max(AIR * (100 - lowest), 0.2)), 100],
      ticks: 5,
      text: (v, digits) => `${fixed(v, digits)} %`,
    },
  });
  const { box, x, y } = f;
  const at = (one: Tried): Spot => ({ x: x(one.cost), y: y(shareOf(one)) });
  const seen = (one: Tried): boolean =>
    shareOf(one) >= y.domain()[0] && one.cost <= x.domain()[1] && one.cost >= x.domain()[0];

  const last = new Set(equallyJudged(result.tried, present));
  const inside = result.tried.filter(seen);
  const pale = inside.filter((one) => !last.has(one));
  const own = new Set<Tried>(named);
  const judged = inside.filter((one) => last.has(one) && !own.has(one));
  const costOf = ({ cost }: Tried): number => cost;
  const cloud = (of: readonly Tried[], look: Parameters<typeof dots>[3]): Mark =>
    dots(f, of.map(costOf), of.map(shareOf), look);
  const joined = front.map(at);
  const marks: Mark[] = [
    ...f.marks,
    lineAcross(box, box.bottom, 'soft', { opacity: 0.6 }),
    text(0, 11, '↑ answered in time', { ink: 'soft' }),
    text(box.right, box.bottom + 34, 'cores held on average →', { ink: 'soft', anchor: 'end' }),
    cloud(pale, {
      ...{ ink: 'soft', r: 1.6, opacity: 0.35 },
      hint: 'Tried on a part of the load or fewer draws, and dropped',
    }),
    line(f, front.map(costOf), front.map(shareOf), {
      ...{ ink: tone, width: 1.4, opacity: 0.7, held: true },
      hint: 'The front: more in time costs more cores',
    }),
    cloud(judged, { ink: tone, r: 2.2, opacity: 0.55, hint: 'Judged as long as the best' }),
  ];
  const hintOf = (one: Tried): string =>
    `${written('inTime', shareOf(one))} % in time on ${written('cost', one.cost)} cores`;
  for (const one of front)
    if (one !== best && one !== present)
      marks.push(dot(f, one.cost, shareOf(one), { ink: tone, r: 3, hint: hintOf(one) }));

  const obstacles = [...named.map(at), ...judged.map(at), ...alongSteps(joined)];
  const passable = pale.map(at);
  // A pale dot is passed over rather than a label sent far away, but not for nothing.
  const taken: Box[] = [];
  const label = (one: Tried, word: string, ink: Ink): void => {
    const spot = at(one);
    const body = `${word}: ${written('inTime', shareOf(one))} % on ${written('cost', one.cost)}`;
    const place = placed(
      spot,
      textWidth(body, { bold: true }),
      { ...box, top: 14 },
      [...obstacles, ...passable],
      taken,
    );
    taken.push(place.box);
    marks.push(
      {
        ...{ kind: 'path', stroke: ink },
        d: `M${px(spot.x)} ${px(spot.y)}L${px(place.end.x)} ${px(place.end.y)}`,
      },
      dot(f, one.cost, shareOf(one), { ink, r: 5.5, hint: `${word}: ${hintOf(one)}` }),
      text(place.x, place.y, body, { ink, bold: true, halo: true }),
    );
  };
  if (best !== present) label(best, 'best', tone);
  label(present, 'present', 'ink');

  const outside = result.tried.length - inside.length;
  const [fewest, latest] = [x.domain()[0], y.domain()[0]];
  const zoomed =
    fewest > 0 || latest > 0
      ? ` The axes begin at ${fixed(fewest, 1)} cores and ${fixed(latest, 1)} %, not at 0.`
      : '';
  return {
    title: 'Answered in time against cores',
    sentence: `Each dot is a setting; the steps join those that no other beats in both. Pale dots were dropped on the way, judged on less.${zoomed}${outside > 0 ? ` ${String(outside)} that hold far more cores or answer far less lie outside the picture; the list below holds them.` : ''}`,
    width,
    height: HEIGHT,
    marks,
    head: ['Setting', 'In time, %', 'Cost, cores', 'On the front', 'Judged last on'],
    // Names are looked up only where they are read.
    get rows() {
      return named
        .sort((a, b) => b.rung - a.rung || b.goodput - a.goodput || a.cost - b.cost)
        .map((one) => [
          nameOfKey(one.key),
          shareOf(one),
          one.cost,
          result.front.includes(one.key) ? 'yes' : 'no',
          judgedOn(one),
        ]);
    },
  };
}

/** Points along the steps between spots. */
function alongSteps(spots: readonly Spot[]): readonly Spot[] {
  return spots.slice(1).flatMap((to, i) => {
    const from = spots[i]!;
    const across = Math.floor(Math.abs(to.x - from.x) / EVERY);
    const up = Math.floor(Math.abs(to.y - from.y) / EVERY);
    return [
      ...Array.from({ length: across }, (_, k) => ({ x: from.x + k * EVERY, y: from.y })),
      ...Array.from({ length: up }, (_, k) => ({ x: to.x, y: Math.max(from.y, to.y) - k * EVERY })),
    ];
  });
}
