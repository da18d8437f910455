/** IPA's program as a mixed-integer program for HiGHS, as the paper formulates it: the solver chooses the replicas too. */
import type { LegacyHighs } from 'highs';
import { gainOf, type IpaOption, type IpaProblem } from './ipaProblem.ts';
import { unwatched, type Watch } from '../model/watch.ts';

/** The program in CPLEX LP format. Per option j: binary x_j says it is chosen, integer r_j how many replicas it has. */
export function lpText({ tables, load, slaSeconds, settings, options }: IpaProblem): string {
  const { maxReplicas } = tables.limits;
  const objective: string[] = [];
  const latency: string[] = [];
  const units: string[] = [];
  const rows: string[] = [];
  const names: string[] = [];
  options.forEach((list, n) => {
    const one: string[] = [];
    list.forEach((option, j) => {
      const x = `x${String(n)}_${String(j)}`;
      const r = `r${String(n)}_${String(j)}`;
      const gain = gainOf(settings, option.accuracy) - settings.batchWeight * option.batch;
      objective.push(`${term(gain)} ${x}`, `${term(-settings.coreWeight * option.coresPerReplica)} ${r}`);
      latency.push(`${term(option.latency)} ${x}`);
      units.push(`${term(option.unitsPerReplica)} ${r}`);
      rows.push(
        ` enough_${x}: ${term(option.rate)} ${r} ${term(-load)} ${x} >= 0`,
        ` least_${x}: ${r} - ${x} >= 0`,
        ` most_${x}: ${r} - ${String(maxReplicas)} ${x} <= 0`,
      );
      one.push(x);
      names.push(x, r);
    });
    rows.push(` one_${String(n)}: ${one.join(' + ')} = 1`);
  });
  return [
    'Maximize',
    ` value: ${objective.join(' ')}`,
    'Subject To',
    ...rows,
    ` sla: ${latency.join(' ')} <= ${String(slaSeconds)}`,
    ` cores: ${units.join(' ')} <= ${String(tables.capacity)}`,
    'Bounds',
    ...names.map((name) => ` 0 <= ${name} <= ${name.startsWith('x') ? '1' : String(maxReplicas)}`),
    'General',
    ` ${names.join(' ')}`,
    'End',
  ].join('\n');
}

/** Signed number without exponent notation that the LP reader would misread. */
function term(value: number): string {
  return `${value < 0 ? '-' : '+'} ${Math.abs(value).toFixed(12)}`;
}

/** Seconds that one program may take: the solver looks at no watch but its own. */
const MOST_SECONDS = 20;

/** Solution by HiGHS, or undefined where nothing is feasible. Throws if the solver gives up, `OutOfTime` if it takes too long. */
export function solveByHighs(
  highs: LegacyHighs,
  problem: IpaProblem,
  watch: Watch = unwatched,
): readonly IpaOption[] | undefined {
  if (problem.options.some((list) => list.length === 0)) return undefined;
  const left = watch.left();
  const solution = highs.solve(lpText(problem), {
    output_flag: false,
    mip_rel_gap: 0,
    mip_abs_gap: 1e-9,
    ...(left < Infinity ? { time_limit: Math.min(left, MOST_SECONDS) } : {}),
  });
  if (solution.Status === 'Infeasible') return undefined;
  if (solution.Status === 'Time limit reached') watch.stop();
  if (solution.Status !== 'Optimal') throw new Error(`HiGHS ended with "${solution.Status}"`);
  return problem.options.map((list, n) => {
    const j = list.findIndex((_, i) => (solution.Columns[`x${String(n)}_${String(i)}`]?.Primal ?? 0) > 0.5);
    const chosen = list[j];
    if (!chosen) throw new Error(`HiGHS chose no option for stage ${String(n)}`);
    return chosen;
  });
}
