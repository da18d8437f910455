import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import type { Notes } from './notes.ts';
import { budgetOf, number, parseOptions } from './options.ts';
import { outFile, writeWhole } from './out.ts';
import { RANGES } from './ranges.ts';
import { UNTOUCHED, unstoppable, type Stop } from './stop.ts';
import { loadScenario, SCENARIO_OPTIONS } from './scenario.ts';
import { claims } from '../experiments/reproduction/claims.ts';
import { decisionTimes } from '../experiments/reproduction/decisionTimes.ts';
import { gatherEvidence } from '../experiments/reproduction/gather.ts';
import { report } from '../experiments/reproduction/report.ts';
import { loadBackend } from '../learning/backends.ts';

/**
 * `compare --paper`: the paper's evaluation with `--seeds n` (default 5), each agent trained for `--seconds` (30) or `--steps`;
 * a verdict on each claim and the evidence behind it. `--out` writes the report as Markdown.
 */
export async function reproduce(
  args: readonly string[],
  notes: Notes,
  stop: Stop = unstoppable,
): Promise<object> {
  const names = SCENARIO_OPTIONS.filter((name) => !['workload', 'seed', 'read'].includes(name));
  const options = parseOptions(args, [...names, 'seeds', 'seconds', 'steps', 'out', TIME_LIMIT], ['force']);
  const out = await outFile(options);
  const count = number(options, 'seeds', 5, RANGES.seeds);
  const scenario = await loadScenario({ ...options, workload: 'fluctuating' }, notes);
  stop.leaves(`${UNTOUCHED.replace(/\.$/, '')}, since the report needs every training.`);
  const make = await loadBackend('simd', '');
  const evidence = await gatherEvidence(
    {
      scenario,
      seeds: Array.from({ length: count }, (_, i) => i + 1),
      budget: budgetOf(options, 30),
    },
    {
      clock,
      patience: patienceIn(options),
      engine: (shape) => Promise.resolve(make(shape)),
      decisionTimes: () => decisionTimes(clock),
      onProgress: () => undefined,
      stopped: () => false,
    },
  );
  if (!evidence) throw new Error('the evaluation ended early, and nobody stopped it');
  if (out) {
    stop.keeps(`Stopping as soon as "${out.path}" is written.`);
    await writeWhole(out, report(evidence), notes, stop);
  }
  return {
    claims: claims.map(({ id, where, claim, judge }) => ({ id, where, claim, ...judge(evidence) })),
    evidence,
    out: out?.path,
  };
}
