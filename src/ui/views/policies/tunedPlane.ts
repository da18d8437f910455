/** Cores against requests answered in time: every setting tried, those that nothing beats, the present one and the best. */
import { curveStepAfter, line, scaleLinear } from 'd3';
import { INK, LINE, px, SOFT, type Mark, type Picture, type Tone } from '../../charts/picture.ts';
import { fixed } from '../../format.ts';
import { nameOfKey } from '../../../experiments/tuning/names.ts';
import { equallyJudged, type Tried, type TuningResult } from '../../../experiments/tuning/result.ts';
import { domainOf } from '../compare/dots.ts';

const HEIGHT = 320;
const LEFT = 46;
const RIGHT = 14;
const TOP = 14;
const FOOT = 36;

export function tunedPlane(result: TuningResult, tone: Tone, width: number): Picture {
  const of = (key: string): Tried => result.tried.find((one) => one.key === key)!;
  const [present, best] = [of(result.present), of(result.best)];
  const front = result.front.map(of);
  const last = new Set(equallyJudged(result.tried, present).map(({ key }) => key));
  const inPercent = ({ goodputShare }: Tried): number => 100 * goodputShare;
  // What is judged least tells least: the scale follows what the front, the present setting and most others reach.
  const named = [present, best, ...front];
  const wide = domainOf([...result.tried].map(inPercent));
  const low = Math.min(inPercent(present), inPercent(best), Math.max(wide[0], 70));
  const costs = domainOf(result.tried.map(({ cost }) => cost));
  const most = Math.max(costs[1], ...named.map(({ cost }) => cost));
  const least = Math.min(costs[0], present.cost, best.cost);
  const floor = HEIGHT - FOOT;
  const x = scaleLinear(
    [least - 0.04 * (most - least), most + 0.04 * (most - least)],
    [LEFT, width - RIGHT],
  ).nice(4);
  const y = scaleLinear([low - 0.05 * (100 - low) - 0.1, 100], [floor, TOP]);
  const marks: Mark[] = [];
  for (const tick of y.ticks(5)) {
    marks.push({
      kind: 'path',
      d: `M${String(LEFT)} ${String(px(y(tick)))}H${String(width - RIGHT)}`,
      stroke: LINE,
    });
    marks.push({
      kind: 'text',
      x: LEFT - 7,
      y: y(tick) + 4,
      body: `${fixed(tick, Number.isInteger(tick) ? 0 : 1)} %`,
      fill: SOFT,
      anchor: 'end',
      small: true,
    });
  }
  for (const tick of x.ticks(Math.max(3, Math.floor(width / 110))))
    marks.push({
      kind: 'text',
      x: x(tick),
      y: floor + 16,
      body: fixed(tick, Number.isInteger(tick) ? 0 : 1),
      fill: SOFT,
      anchor: 'middle',
      small: true,
    });
  marks.push({
    kind: 'text',
    x: width - RIGHT,
    y: floor + 31,
    body: 'mean cores →',
    fill: SOFT,
    anchor: 'end',
    small: true,
  });
  const seen = ({ cost, goodputShare }: Tried): boolean =>
    100 * goodputShare >= y.domain()[0]! && cost <= x.domain()[1]! && cost >= x.domain()[0]!;
  // A name is looked up only where it is read: for hundreds of dots that would be a long task.
  const hintOf = (one: Tried): string =>
    `${named.includes(one) ? nameOfKey(one.key) : one.key}: ${fixed(inPercent(one), 1)} % in time on ${fixed(one.cost, 2)} cores`;
  // One path for all that were dropped on the way: hundreds of dots are one mark.
  const dropped = result.tried.filter((one) => !last.has(one.key) && seen(one));
  marks.push({
    kind: 'path',
    d: dropped
      .map(
        (one) =>
          `M${String(px(x(one.cost)))} ${String(px(y(inPercent(one))))}m-1.6 0a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0 -3.2 0`,
      )
      .join(''),
    fill: SOFT,
    opacity: 0.35,
    hint: 'Tried on a part of the load or fewer draws, and dropped',
  });
  const shown = front.filter(seen);
  marks.push({
    kind: 'path',
    d:
      line<Tried>(
        (one) => px(x(one.cost)),
        (one) => px(y(inPercent(one))),
      ).curve(curveStepAfter)(shown) ?? '',
    stroke: tone,
    width: 1.4,
    opacity: 0.7,
    hint: 'The front: more in time costs more cores',
  });
  for (const one of result.tried)
    if (last.has(one.key) && seen(one) && one !== best && one !== present)
      marks.push({
        kind: 'circle',
        x: x(one.cost),
        y: y(inPercent(one)),
        r: 2.6,
        fill: tone,
        hint: hintOf(one),
      });
  marks.push(...labelled(present, 'present', { light: INK.light, dark: INK.dark }));
  if (best !== present) marks.push(...labelled(best, 'best', tone));

  function labelled(one: Tried, word: string, fill: Tone): readonly Mark[] {
    const [cx, cy] = [x(one.cost), y(inPercent(one))];
    const leftwards = cx > (LEFT + width - RIGHT) / 2 === (word === 'present' || best === present);
    const below = cy < TOP + 16;
    return [
      { kind: 'circle', x: cx, y: cy, r: 5.5, fill, hint: hintOf(one) },
      {
        kind: 'text',
        x: cx + (leftwards ? -10 : 10),
        y: cy + (below ? 18 : 4),
        body: word,
        fill,
        anchor: leftwards ? 'end' : 'start',
        bold: true,
        halo: true,
      },
    ];
  }

  const outside = result.tried.filter((one) => !seen(one)).length;
  return {
    title: 'Answered in time against cores',
    sentence: `Each dot is a setting; the steps join those that no other beats in both. Pale dots were dropped on the way, judged on less.${outside > 0 ? ` ${String(outside)} settings lie outside the picture; the list below holds them.` : ''}`,
    width,
    height: HEIGHT,
    marks,
    head: ['Setting', 'In time, %', 'Cost, cores', 'On the front', 'Judged last on'],
    rows: named
      .filter((one, i) => named.indexOf(one) === i)
      .sort((a, b) => b.rung - a.rung || b.goodput - a.goodput || a.cost - b.cost)
      .map((one) => [
        nameOfKey(one.key),
        inPercent(one),
        one.cost,
        result.front.includes(one.key) ? 'yes' : 'no',
        `${one.load === 'whole' ? 'all of it' : 'a third'}, ${String(one.seeds)} draw${one.seeds === 1 ? '' : 's'}`,
      ]),
  };
}
