/** The learning curve: normalised regret over the training, what is possible as a band at the top, rivals as levels. */
import { clockOf, curveOf, smooth, type Clock } from './curve.ts';
import { clockText, groups, tickText } from './metrics.ts';
import { regretPlot, type RegretBand, type RegretLine } from './regretPlot.ts';
import type { RegretScale } from './regret.ts';
import type { RunSet, Shade } from './sets.ts';
import type { ChartModel } from '../../charts/model.ts';
import { fixed } from '../../format.ts';
import { AGENT, policyMark, policyStyle } from '../../theme/policies.ts';

interface Learning {
  readonly sets: readonly RunSet[];
  /** Of the rivals that are drawn; undefined until they are measured. */
  readonly scale: RegretScale | undefined;
  readonly clock: Clock;
  readonly domain: readonly [number, number];
  readonly shades: readonly Shade[];
}

const TICKS = [0.1, 0.25, 0.5, 1, 2, 4, 8];
/** A rival further from the optimum is off the chart. */
const FAR = 8;
const HEIGHT = 272;
/** Metrics that the crosshair tells besides. */
const SPOKEN = ['reward', 'approxKl', 'clipFraction', 'explainedVariance'];

const say = (regret: number): string => fixed(regret, Math.abs(regret) < 0.995 ? 2 : 1);

/** One a run where they are not one: their units differ. */
function bandsOf(sets: readonly RunSet[], shared: RegretScale | undefined): readonly RegretBand[] {
  const own = sets.flatMap(({ scale, colour }) => (scale ? [{ scale, ink: colour }] : []));
  const floors = own.length > 0 ? own : shared ? [{ scale: shared, ink: 'ink' as const }] : [];
  const bands = floors.flatMap(({ scale: { floor, possible }, ink }) =>
    floor === undefined || possible.kind === 'exact' ? [] : [{ bound: floor, ink }],
  );
  const one = bands.every(({ bound }) => bound === bands[0]!.bound);
  return one ? bands.slice(0, 1).map(({ bound }) => ({ bound, ink: 'ink' })) : bands;
}

/** What 0 is on all of these axes. */
function zeroWords(scales: readonly (RegretScale | undefined)[]): string {
  const known = scales.flatMap((scale) => (scale ? [scale.possible] : []));
  return known.length > 0 && known.every(({ kind }) => kind === 'exact') ? 'optimum' : 'best plan found';
}

function bandWords(bands: readonly RegretBand[]): string {
  const [band] = bands;
  return band && bands.length === 1 ? `, ${say(band.bound)} a bound that nobody passes` : '';
}

export function learningCurve(
  { sets, scale: shared, clock, domain, shades }: Learning,
  width: number,
): ChartModel {
  const at = clockOf[clock];
  const compared = sets.length > 1;
  const rivals = shared?.rivals ?? [];
  const bands = bandsOf(sets, shared);
  const zero = zeroWords(compared ? sets.map(({ scale }) => scale) : [shared]);
  const lines = sets.flatMap(({ scale, ...set }): readonly (RegretLine & { readonly run: string })[] => {
    if (!scale) return [];
    const raw = curveOf(set.members, at, scale.ofRollout);
    const judged = set.evaluations.map((e) => ({
      at: clock === 'steps' ? e.steps : e.elapsedSeconds,
      // Nobody passes the bound; rounding may.
      regret: Math.max(scale.floor ?? -Infinity, scale.ofObjective(e.objective)),
    }));
    const top = set.evaluations.reduce((best, e) => Math.max(best, e.objective), -Infinity);
    const kept = set.evaluations.findLastIndex((e) => e.objective === top);
    const best = judged[kept];
    return [
      {
        ...{ run: set.name, name: compared ? set.name : policyStyle(AGENT).name, ink: set.colour },
        curve: { ...raw, mid: smooth(raw.mid, Math.round(raw.mid.length / 40)) },
        judged: judged.filter((_, k) => set.evaluations[k]!.objective !== top),
        best: best && { ...best, ring: true, ...(compared ? {} : { name: `best ${say(best.regret)}` }) },
      },
    ];
  });
  const near = rivals.filter(({ regret }) => regret < FAR);
  const starts = lines.map(({ curve }) =>
    curve.mid.filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0),
  );
  const worst = Math.min(
    10,
    Math.max(1.4, ...starts, ...near.map(({ regret }) => 1.05 * Math.min(3.2, regret))),
  );
  const shown = near.filter(({ regret }) => regret <= worst);
  // Against rivals, which are judged on the held-out load, stands what is judged there too: the line is of other loads.
  const told = lines
    .filter(({ curve, best }) => curve.x.length > 0 || best)
    .map(({ run, best }) => `${run} ${best ? say(best.regret) : 'not judged yet'}`)
    .join(', ');
  const others = shown.map(({ name, regret }) => `${name} ${say(regret)}`).join(', ');

  /** What else stands at the stops of a run alone; made when it is first told. */
  let besides: readonly ((stop: number) => string)[] | undefined;
  const besidesOf = (): readonly ((stop: number) => string)[] =>
    groups
      .flatMap(({ metrics }) => metrics)
      .filter(({ id }) => SPOKEN.includes(id))
      .map(({ title, show, lines: of }) => {
        const { mid } = curveOf(sets[0]!.members, at, of[0]!.read);
        return (stop) => `${title.toLowerCase()} ${show(mid[stop]!)}`;
      });

  const { marks, crosshair } = regretPlot(
    {
      height: HEIGHT,
      margin: { left: 34, right: width < 560 ? 104 : 120, top: 12, bottom: 21 },
      ...{ small: false, domain, shades, worst, lines, zero, bands },
      ...{ times: width < 560 ? 4 : 7, timeText: (value) => tickText(clock, value) },
      ticks: TICKS.filter((tick) => tick <= worst).map((tick) => ({ at: tick, text: String(tick) })),
      levels: shown.map(({ id, name, regret }) => {
        const { color: ink, dash } = policyMark(id);
        const look = compared ? ({ ink: 'strong', textInk: 'soft' } as const) : { ink, dash };
        return { name, regret: Math.max(shared?.floor ?? 0, regret), ...look };
      }),
      crosshair: {
        label: 'Crosshair of all training charts',
        text: ({ name }, regret) => (compared ? `${name} ${say(regret)}` : say(regret)),
        where: (k) => clockText(clock, crosshair.at[k]!),
        say: (k, values) => {
          if (!compared) besides ??= besidesOf();
          return `${clockText(clock, crosshair.at[k]!)}: ${[
            ...values.map(({ name, value }) => `${compared ? name : 'regret'} ${say(value)}`),
            ...(besides ?? []).map((tell) => tell(k)),
          ].join(', ')}`;
        },
      },
    },
    width,
  );
  return {
    title: 'Learning curve',
    unit: `normalised regret: 0 the ${zero}, 1 Greedy; drawn larger the nearer to ${bands.length > 0 ? 'the bound' : '0'}`,
    sentence: `Normalised regret, 0 the ${zero} and 1 Greedy${bandWords(bands)}${
      told === ''
        ? `. ${others}. Nothing is trained yet.`
        : `, judged on the held-out load: ${told}; ${others}. The lines are the rollouts on the loads of the training.`
    }`,
    ...{ width, height: HEIGHT, marks, crosshair },
    head: ['line', clock, 'value', 'low', 'high'],
    get rows() {
      return lines.flatMap(({ run, curve: { x, mid, low, high } }) =>
        Array.from(x, (value, k) => [run, value, mid[k]!, low![k]!, high![k]!]),
      );
    },
  };
}
