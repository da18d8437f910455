/** Fig. 6: how long a decision takes on pipelines of growing size. */
import { line, scaleLog, scalePoint } from 'd3';
import { toneOf } from './pick.ts';
import { LINE, px, SOFT, type Mark, type Picture } from '../../charts/picture.ts';
import { fixed } from '../../format.ts';
import { spread } from '../../timelines/paths.ts';
import type { DecisionTime } from '../../../experiments/reproduction/evidence.ts';

const HEIGHT = 260;
const FOOT = 40;
const LEFT = 60;
const RIGHT = 128;

const LINES = [
  { id: 'ipa', policy: 'ipa', name: 'IPA by HiGHS' },
  { id: 'ipaExact', policy: 'ipa-exact', name: 'IPA by exact search' },
  { id: 'opd', policy: 'opd', name: 'OPD’s network' },
] as const;

/** By how many per cent the paper's agent decides faster than its IPA, on four pipelines of growing size. */
export const STATED_SPEEDUPS = [32.5, 53.5, 111.6, 212.8] as const;

const times = (ratio: number): string => fixed(ratio, ratio < 9.95 ? 1 : 0);

export function timesPicture(measured: readonly DecisionTime[], width: number): Picture {
  const size = (d: DecisionTime): string => `${String(d.stages)} × ${String(d.variants)}`;
  const all = measured.flatMap((d) => LINES.map(({ id }) => d[id]));
  const x = scalePoint(measured.map(size), [LEFT + 14, width - RIGHT - 14]);
  const y = scaleLog(
    [10 ** Math.floor(Math.log10(Math.min(...all))), 10 ** Math.ceil(Math.log10(Math.max(...all)))],
    [HEIGHT - FOOT, 8],
  );
  const marks: Mark[] = [];
  const [low, high] = y.domain() as [number, number];
  for (let tick = low; tick <= high * 1.001; tick *= 10) {
    marks.push({
      kind: 'path',
      d: `M${String(LEFT)} ${String(px(y(tick)))}H${String(width - RIGHT)}`,
      stroke: LINE,
    });
    marks.push({
      kind: 'text',
      x: LEFT - 7,
      y: y(tick) + 4,
      body: `${tick < 1 ? fixed(tick, Math.round(-Math.log10(tick))) : fixed(tick, 0)} ms`,
      fill: SOFT,
      anchor: 'end',
      small: true,
    });
  }
  for (const d of measured)
    marks.push({
      kind: 'text',
      x: x(size(d))!,
      y: HEIGHT - FOOT + 17,
      body: size(d),
      fill: SOFT,
      anchor: 'middle',
      small: true,
    });
  marks.push({
    kind: 'text',
    x: (LEFT + width - RIGHT) / 2,
    y: HEIGHT - 5,
    body: 'stages × variants of each',
    fill: SOFT,
    anchor: 'middle',
    small: true,
  });
  const last = measured.at(-1);
  const ends = spread(
    LINES.map(({ id }) => (last ? y(last[id]) : 0)),
    15,
    8,
    HEIGHT - FOOT,
  );
  LINES.forEach(({ id, policy, name }, k) => {
    const stroke = toneOf(policy);
    marks.push({
      kind: 'path',
      d:
        line<DecisionTime>(
          (d) => px(x(size(d))!),
          (d) => px(y(d[id])),
        )([...measured]) ?? '',
      stroke,
      width: 1.8,
    });
    for (const d of measured)
      marks.push({
        kind: 'circle',
        x: x(size(d))!,
        y: y(d[id]),
        r: 3.2,
        fill: stroke,
        hint: `${name}, ${String(d.stages)} stages of ${String(d.variants)} variants: ${d[id].toPrecision(3)} ms`,
      });
    marks.push({ kind: 'text', x: width - RIGHT + 2, y: ends[k]! + 4, body: name, fill: stroke, bold: true });
  });
  const first = measured[0];
  const ratios = measured.map((d) => times(d.ipa / d.opd));
  return {
    title: 'Time of one decision',
    sentence:
      first && last
        ? `Medians on this machine. From ${size(first)} to ${size(last)}, IPA by HiGHS grows ${times(last.ipa / first.ipa)}-fold, by exact search ${times(last.ipaExact / first.ipaExact)}-fold, OPD’s network ${times(last.opd / first.opd)}-fold. IPA by HiGHS takes ${ratios.join(', ')} times as long as the network; the paper states ${STATED_SPEEDUPS.map((p) => times(1 + p / 100)).join(', ')} on its four pipelines and its solver.`
        : '',
    width,
    height: HEIGHT,
    marks,
    head: [
      'Stages',
      'Variants',
      'IPA by HiGHS, ms',
      'IPA by exact search, ms',
      'OPD, ms',
      'IPA by HiGHS / OPD',
    ],
    rows: measured.map((d) => [d.stages, d.variants, d.ipa, d.ipaExact, d.opd, d.ipa / d.opd]),
  };
}
