/** Whether the bracket holds, on random worlds, and how narrow it is on real loads. */
import { said, type BenchRow } from './row.ts';
import { lastDays, trace, TRACES } from './traces.ts';
import { possibleIn } from '../src/experiments/possible.ts';
import { mean } from '../src/experiments/statistics.ts';
import { presets } from '../src/model/presets/index.ts';
import type { BoundedWorld } from '../src/policies/optimum/bracket/bound.ts';
import { boundsOf, bracketOf, type Bracket } from '../src/policies/optimum/bracket/bracket.ts';
import { prepare } from '../src/scenario/prepare.ts';
import { defaultScenario } from '../src/scenario/scenario.ts';
import { bracketCase, excessOf, excessOfPlan, optimumOf } from '../src/testing/bracketCases.ts';
import type { Workload } from '../src/workload/workload.ts';

/**
 * `SLUICE_BRACKET_CASES`, `_WORLDS`, `_SECONDS`, `_LOADS` (traces or all) and `_PRESETS` shorten it for a try; `_FROM` is the
 * first random case of a run that goes on where another ended.
 */
const CASES = Number(process.env['SLUICE_BRACKET_CASES'] ?? 10_000);
const FROM = Number(process.env['SLUICE_BRACKET_FROM'] ?? 1);
const WORLDS = (process.env['SLUICE_BRACKET_WORLDS'] ?? 'fluid chance').split(' ') as BoundedWorld[];
const SECONDS = Number(process.env['SLUICE_BRACKET_SECONDS'] ?? 10);
const ALL = process.env['SLUICE_BRACKET_LOADS'] !== 'traces';
const PRESETS = process.env['SLUICE_BRACKET_PRESETS']?.split(' ');
const ROUNDS = 6;
/** Of so many cases one is searched for a plan too, and of so many one is tiny and all its plans are tried. */
const SEARCHED = 10;
const TINY = 50;
const REPORTED = 500;

const seconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

function lastOf(all: Iterable<Bracket>): Bracket {
  let last: Bracket | undefined;
  for (const one of all) last = one;
  return last!;
}

/** No orders, at random or found by search, above the bound of any interval. */
function cases(world: BoundedWorld): BenchRow[] {
  let above = 0;
  let closest = -Infinity;
  let plans = 0;
  for (let seed = FROM; seed <= CASES; seed++) {
    const one = bracketCase(seed, world, 4);
    const { closest: bounds } = boundsOf(world, one.options, one.course);
    let excess = excessOf(one, bounds, ROUNDS);
    if (seed % SEARCHED === 0) {
      const { orders } = lastOf(bracketOf(world, one.options, one.course));
      excess = Math.max(excess, excessOfPlan(one, bounds, orders));
      plans++;
    }
    if (excess > 0) {
      above++;
      console.log(`  ${world}: case ${String(seed)} exceeds its bound by ${String(excess)}`);
    }
    closest = Math.max(closest, excess);
    if (seed % REPORTED === 0) console.log(`  ${world}: ${String(seed)} cases, ${String(above)} above`);
  }
  let equal = 0;
  let within = 0;
  const tiny = Math.ceil(CASES / TINY);
  for (let seed = 1; seed <= tiny; seed++) {
    const one = bracketCase(2_000_000 + seed, world, 4, true);
    const { found, bound } = lastOf(bracketOf(world, one.options, one.course));
    const optimum = optimumOf(one);
    if (found >= optimum - 1e-9) equal++;
    if (bound >= optimum && optimum >= found - 1e-9) within++;
  }
  return [
    said(
      `${world}, random cases ${String(FROM)} to ${String(CASES)}`,
      `${String(above)} above the bound of an interval (${String((CASES - FROM + 1) * ROUNDS * 4)} intervals under random orders, ${String(plans)} plans found), the closest ${(-closest).toExponential(1)} below`,
    ),
    said(
      `${world}, ${String(tiny)} tiny cases, all plans tried`,
      `bound >= optimum >= found in ${String(within)}, found = optimum in ${String(equal)}`,
    ),
  ];
}

/** The gap in per cent of the plan's, and processor seconds to the first bracket and to the last. */
function gapOf(
  world: BoundedWorld,
  preset: (typeof presets)[number],
  workload: Workload,
): { readonly gap: number; readonly first: number; readonly last: number } {
  const prepared = prepare({
    ...defaultScenario(preset, workload),
    environment: world,
    forecaster: 'last',
  });
  const began = seconds();
  let first: number | undefined;
  let gap = 0;
  for (const { bound, played } of possibleIn(prepared, () => seconds() - began < SECONDS)) {
    first ??= seconds() - began;
    gap = (100 * (bound! - played.summary.reward)) / Math.abs(played.summary.reward);
  }
  return { gap, first: first!, last: seconds() - began };
}

function gaps(world: BoundedWorld): BenchRow[] {
  const loads: { readonly name: string; readonly parts: readonly Workload[] }[] = [];
  for (const name of TRACES) {
    const workload = trace(name);
    if (workload) loads.push({ name, parts: [workload] });
  }
  if (ALL) loads.push(...lastDays());
  if (loads.length === 0) return [said(`${world}, gaps`, 'not measured: the traces are absent')];
  return presets
    .filter(({ id }) => PRESETS?.includes(id) ?? true)
    .map((preset) => {
      const all = loads.map(({ name, parts }) => {
        const measured = parts.map((part) => gapOf(world, preset, part));
        console.log(
          `  ${world}, ${preset.id}, ${name}: ${mean(measured.map(({ gap }) => gap)).toFixed(2)} %`,
        );
        return measured;
      });
      const flat = all.flat();
      return said(
        `${world}, ${preset.id}`,
        `gap ${mean(flat.map(({ gap }) => gap)).toFixed(2)} % in the mean of ${String(flat.length)} loads (most ${Math.max(...flat.map(({ gap }) => gap)).toFixed(2)}); first bracket after at most ${Math.max(...flat.map(({ first }) => first)).toFixed(2)} s, last ${Math.max(...flat.map(({ last }) => last)).toFixed(1)} s`,
      );
    });
}

/** An hour and more. */
export function benchBracket(): BenchRow[] {
  return [...WORLDS.flatMap(cases), ...WORLDS.flatMap(gaps)];
}
