/** Fig. 6: how long a decision takes on pipelines of growing size. */
import { frame, plotBox } from '../../charts/frame.ts';
import { endLabels } from '../../charts/labels.ts';
import { dot, empty, line, text } from '../../charts/marks.ts';
import type { ChartModel, Mark } from '../../charts/model.ts';
import { fixed } from '../../format.ts';
import { policyMark } from '../../theme/policies.ts';
import type { DecisionTime } from '../../../experiments/reproduction/evidence.ts';
import { STATED_SPEEDUPS } from '../../../experiments/reproduction/paper.ts';

const HEIGHT = 260;
const FOOT = 40;
const LEFT = 60;
const RIGHT = 128;

const LINES = [
  { id: 'ipa', policy: 'ipa', name: 'IPA by HiGHS' },
  { id: 'ipaExact', policy: 'ipa-exact', name: 'IPA by exact search' },
  { id: 'opd', policy: 'opd', name: 'OPD’s network' },
] as const;

const times = (ratio: number): string => fixed(ratio, ratio < 9.95 ? 1 : 0);

export function timesPicture(
  measured: readonly DecisionTime[],
  width: number,
  machine = 'this machine',
): ChartModel {
  const size = (d: DecisionTime): string => `${String(d.stages)} × ${String(d.variants)}`;
  const all = measured.flatMap((d) => LINES.map(({ id }) => d[id])).filter(Number.isFinite);
  const box = plotBox(width, HEIGHT, { left: LEFT, right: RIGHT, top: 8, bottom: FOOT });
  const steps = Math.max(1, measured.length - 1);
  const inset = measured.length === 1 ? 0.5 : (14 * steps) / (box.right - box.left - 28);
  const f = frame(box, {
    x: {
      domain: [-inset, measured.length === 1 ? inset : steps + inset],
      ticks: measured.map((d, k) => ({ at: k, text: size(d) })),
    },
    y: {
      domain:
        all.length === 0
          ? [0.01, 1]
          : [10 ** Math.floor(Math.log10(Math.min(...all))), 10 ** Math.ceil(Math.log10(Math.max(...all)))],
      scale: 'log',
      ticks: 12,
      text: (tick) => `${tick < 1 ? fixed(tick, Math.round(-Math.log10(tick))) : fixed(tick, 0)} ms`,
    },
  });
  const places = measured.map((_, k) => k);
  const last = measured.at(-1);
  const lines = LINES.map(({ id, policy, name }) => ({ id, name, ...policyMark(policy) }));
  const marks: readonly Mark[] = [
    ...f.marks,
    text((box.left + box.right) / 2, HEIGHT - 5, 'stages × variants of each', {
      ...{ ink: 'soft', anchor: 'middle', small: true },
    }),
    ...lines.flatMap(({ id, name, color: ink, dash, shape }): readonly Mark[] => [
      line(
        f,
        places,
        measured.map((d) => d[id]),
        { ink, dash, width: 1.8 },
      ),
      ...measured.map((d, k) =>
        dot(f, k, d[id], {
          ...{ ink, shape, r: 3.2 },
          hint: `${name}, ${String(d.stages)} stages of ${String(d.variants)} variants: ${d[id].toPrecision(3)} ms`,
        }),
      ),
    ]),
    ...(last
      ? endLabels(
          lines.map(({ id, name, color }) => ({ name, ink: color, y: f.y(last[id]) })),
          { ...box, right: box.right - 6 },
          width,
          { gap: 15 },
        )
      : [empty(f, 'Nothing is measured yet.')]),
  ];
  const first = measured[0];
  const ratios = measured.map((d) => times(d.ipa / d.opd));
  return {
    title: 'Time of one decision',
    sentence:
      first && last
        ? `Medians on ${machine}. From ${size(first)} to ${size(last)}, IPA by HiGHS grows ${times(last.ipa / first.ipa)}-fold, by exact search ${times(last.ipaExact / first.ipaExact)}-fold, OPD’s network ${times(last.opd / first.opd)}-fold. IPA by HiGHS takes ${ratios.join(', ')} times as long as the network; the paper states ${STATED_SPEEDUPS.map((p) => times(1 + p / 100)).join(', ')} on its four pipelines and its solver.`
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
