/** Cores against requests answered in time: every setting tried, those that nothing beats, the present one and the best. */
import { curveStepAfter, line, scaleLinear } from 'd3';
import { INK, LINE, px, SOFT, type Mark, type Picture, type Tone } from '../../charts/picture.ts';
import { placed, type Box, type Spot } from '../../charts/placing.ts';
import { fixed } from '../../format.ts';
import { nameOfKey } from '../../../experiments/tuning/names.ts';
import { equallyJudged, type Tried, type TuningResult } from '../../../experiments/tuning/result.ts';

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

const inPercent = ({ goodputShare }: Tried): number => 100 * goodputShare;
const digits = (tick: number): number => (Number.isInteger(tick) ? 0 : Number.isInteger(10 * tick) ? 1 : 2);

/** Hundreds of dots are one mark: each by itself would be a long task. */
function dots(spots: readonly Spot[], r: number): string {
  const round = `a${String(r)} ${String(r)} 0 1 0 ${String(2 * r)} 0a${String(r)} ${String(r)} 0 1 0 ${String(-2 * r)} 0`;
  return spots.map(({ x, y }) => `M${String(px(x - r))} ${String(px(y))}${round}`).join('');
}

/** What must be seen: the present setting, the best, and of the front those that answer about as much. */
function namedIn(result: TuningResult): { present: Tried; best: Tried; front: readonly Tried[] } {
  const byKey = new Map(result.tried.map((one) => [one.key, one]));
  const [present, best] = [byKey.get(result.present)!, byKey.get(result.best)!];
  const least = inPercent(present) - Math.max(BELOW, 100 - inPercent(present));
  const front = result.front.map((key) => byKey.get(key)!).filter((one) => inPercent(one) >= least);
  return { present, best, front };
}

export function tunedPlane(result: TuningResult, tone: Tone, width: number): Picture {
  const { present, best, front } = namedIn(result);
  const named = [...new Set([present, best, ...front])];
  const costs = named.map(({ cost }) => cost);
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const air = Math.max(AIR * (most - least), (LEAST_CORES - (most - least)) / 2);
  const lowest = Math.min(...named.map(inPercent));
  const floor = HEIGHT - FOOT;
  const right = width - RIGHT;
  const x = scaleLinear([Math.max(0, least - air), most + air], [LEFT, right]);
  const y = scaleLinear([Math.max(0, lowest - Math.max(AIR * (100 - lowest), 0.2)), 100], [floor, TOP]);
  const at = (one: Tried): Spot => ({ x: x(one.cost), y: y(inPercent(one)) });
  const seen = (one: Tried): boolean =>
    inPercent(one) >= y.domain()[0]! && one.cost <= x.domain()[1]! && one.cost >= x.domain()[0]!;

  const marks: Mark[] = [];
  for (const tick of y.ticks(5)) {
    marks.push({ kind: 'path', d: `M${String(LEFT)} ${String(px(y(tick)))}H${String(right)}`, stroke: LINE });
    marks.push({
      kind: 'text',
      ...{ x: LEFT - 7, y: y(tick) + 4, body: `${fixed(tick, digits(tick))} %` },
      ...{ fill: SOFT, anchor: 'end', small: true },
    });
  }
  for (const tick of x.ticks(Math.max(3, Math.floor(width / 110)))) {
    marks.push({ kind: 'path', d: `M${String(px(x(tick)))} ${String(floor)}v4`, stroke: SOFT });
    marks.push({
      kind: 'text',
      ...{ x: x(tick), y: floor + 16, body: fixed(tick, digits(tick)) },
      ...{ fill: SOFT, anchor: 'middle', small: true },
    });
  }
  marks.push(
    { kind: 'path', d: `M${String(LEFT)} ${String(floor)}H${String(right)}`, stroke: SOFT, opacity: 0.6 },
    { kind: 'text', x: 0, y: 11, body: '↑ answered in time', fill: SOFT },
    { kind: 'text', x: right, y: floor + 34, body: 'cores held on average →', fill: SOFT, anchor: 'end' },
  );

  const last = new Set(equallyJudged(result.tried, present));
  const inside = result.tried.filter(seen);
  const pale = inside.filter((one) => !last.has(one)).map(at);
  const own = new Set<Tried>(named);
  const judged = inside.filter((one) => last.has(one) && !own.has(one)).map(at);
  const joined = front.map(at);
  marks.push(
    {
      kind: 'path',
      ...{ d: dots(pale, 1.6), fill: SOFT, opacity: 0.35 },
      hint: 'Tried on a part of the load or fewer draws, and dropped',
    },
    {
      kind: 'path',
      d: line<Spot>(
        (spot) => px(spot.x),
        (spot) => px(spot.y),
      ).curve(curveStepAfter)(joined)!,
      ...{ stroke: tone, width: 1.4, opacity: 0.7 },
      hint: 'The front: more in time costs more cores',
    },
    { kind: 'path', d: dots(judged, 2.2), fill: tone, opacity: 0.55, hint: 'Judged as long as the best' },
  );
  const hintOf = (one: Tried): string =>
    `${fixed(inPercent(one), 1)} % in time on ${fixed(one.cost, 2)} cores`;
  for (const one of front)
    if (one !== best && one !== present)
      marks.push({ kind: 'circle', ...at(one), r: 3, fill: tone, hint: hintOf(one) });

  const frame: Box = { left: LEFT, right, top: 14, bottom: floor };
  const obstacles = [...named.map(at), ...judged, ...alongSteps(joined)];
  // A pale dot is passed over rather than a label sent far away, but not for nothing.
  const taken: Box[] = [];
  const label = (one: Tried, word: string, fill: Tone): void => {
    const spot = at(one);
    const body = `${word}: ${fixed(inPercent(one), 1)} % on ${fixed(one.cost, 1)}`;
    const place = placed(spot, 6.7 * body.length, frame, [...obstacles, ...pale], taken);
    taken.push(place.box);
    marks.push(
      {
        kind: 'path',
        d: `M${String(px(spot.x))} ${String(px(spot.y))}L${String(px(place.end.x))} ${String(px(place.end.y))}`,
        stroke: fill,
      },
      { kind: 'circle', ...spot, r: 5.5, fill, hint: `${word}: ${hintOf(one)}` },
      { kind: 'text', x: place.x, y: place.y, body, fill, bold: true, halo: true },
    );
  };
  if (best !== present) label(best, 'best', tone);
  label(present, 'present', INK);

  const outside = result.tried.length - inside.length;
  return {
    title: 'Answered in time against cores',
    sentence: `Each dot is a setting; the steps join those that no other beats in both. Pale dots were dropped on the way, judged on less.${outside > 0 ? ` ${String(outside)} that hold far more cores or answer far less lie outside the picture; the list below holds them.` : ''}`,
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
          inPercent(one),
          one.cost,
          result.front.includes(one.key) ? 'yes' : 'no',
          `${one.load === 'whole' ? 'all of it' : 'a third'}, ${String(one.seeds)} draw${one.seeds === 1 ? '' : 's'}`,
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
