import { writeFile } from 'node:fs/promises';
import { number, parseOptions, text, UsageError } from './options.ts';
import { loadScenario, SCENARIO_OPTIONS } from './scenario.ts';
import { claims } from '../experiments/reproduction/claims.ts';
import { decisionTimes } from '../experiments/reproduction/decisionTimes.ts';
import { gatherEvidence } from '../experiments/reproduction/gather.ts';
import { report } from '../experiments/reproduction/report.ts';
import { loadBackend } from '../learning/backends.ts';

const clock = (): number => performance.now();

/**
 * `compare --paper`: the paper's evaluation with `--seeds n` (default 5), each agent trained for `--seconds` (30) or `--steps`;
 * a verdict on each claim and the evidence behind it. `--out` writes the report as Markdown.
 */
export async function reproduce(args: readonly string[]): Promise<object> {
  const names = SCENARIO_OPTIONS.filter((name) => name !== 'workload' && name !== 'seed');
  const options = parseOptions(args, [...names, 'seeds', 'seconds', 'steps', 'out']);
  const count = number(options, 'seeds', 5);
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError('--seeds must be a whole number from 1 on.');
  const scenario = await loadScenario({ ...options, workload: 'fluctuating' });
  const make = await loadBackend('simd', '');
  const evidence = await gatherEvidence(
    {
      scenario,
      seeds: Array.from({ length: count }, (_, i) => i + 1),
      budget:
        text(options, 'steps') === undefined
          ? { seconds: number(options, 'seconds', 30) }
          : { steps: number(options, 'steps', 0) },
    },
    {
      clock,
      engine: (shape) => Promise.resolve(make(shape)),
      decisionTimes: () => decisionTimes(clock),
      onProgress: () => undefined,
      stopped: () => false,
    },
  );
  if (!evidence) throw new Error('the evaluation ended early, and nobody stopped it');
  const out = text(options, 'out');
  if (out !== undefined) await writeFile(out, report(evidence));
  return {
    claims: claims.map(({ id, where, claim, judge }) => ({ id, where, claim, ...judge(evidence) })),
    evidence,
    out,
  };
}
