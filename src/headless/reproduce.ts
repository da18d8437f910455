import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import type { Notes } from './notes.ts';
import { budgetOf, number, parseOptions } from './options.ts';
import { outFile, writeWhole } from './out.ts';
import { leftOf, silent, type Progress } from './progress.ts';
import { RANGES } from './ranges.ts';
import { unstoppable, type Stop } from './stop.ts';
import { loadScenario, SCENARIO_OPTIONS } from './scenario.ts';
import { claims } from '../experiments/reproduction/claims.ts';
import { decisionTimes } from '../experiments/reproduction/decisionTimes.ts';
import { gatherEvidence } from '../experiments/reproduction/gather.ts';
import { report } from '../experiments/reproduction/report.ts';
import { loadBackend } from '../learning/engines/backends.ts';
import { figure } from '../model/range.ts';

/**
 * `compare --paper`: the paper's evaluation with `--seeds n` (default 5), each agent trained for `--seconds` (30) or `--steps`;
 * a verdict on each claim and the evidence behind it. `--out` writes the report as Markdown.
 */
export async function reproduce(
  args: readonly string[],
  notes: Notes,
  stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  const names = SCENARIO_OPTIONS.filter((name) => !['workload', 'seed', 'read'].includes(name));
  const options = parseOptions(args, [...names, 'seeds', 'seconds', 'steps', 'out', TIME_LIMIT], ['force']);
  const out = await outFile(options);
  const count = number(options, 'seeds', 5, RANGES.seeds);
  const scenario = await loadScenario({ ...options, workload: 'fluctuating' }, notes);
  if (scenario.weights.lateWeight > 0)
    notes.add(undefined, ['The paper’s objective has no price of late requests: lateWeight is taken as 0.']);
  const budget = budgetOf(options, 30);
  stop.leaves(
    'Stopped; nothing was kept or written, since compare --paper gives its report only when every training is through. Fewer --seeds or --seconds make it shorter.',
  );
  const each = 'seconds' in budget ? `${figure(budget.seconds)} s` : `${figure(budget.steps)} decisions`;
  progress.begins(
    `compare --paper: ${figure(count)} training${count === 1 ? '' : 's'} of ${each}${count === 1 ? '' : ' each'}, and the runs that judge them; Ctrl-C keeps nothing of it.`,
  );
  const before = performance.now();
  const make = await loadBackend('simd', '');
  const evidence = await gatherEvidence(
    {
      scenario,
      seeds: Array.from({ length: count }, (_, i) => i + 1),
      budget,
    },
    {
      clock,
      patience: patienceIn(options),
      engine: (shape) => Promise.resolve(make(shape)),
      decisionTimes: () => decisionTimes(clock),
      onProgress: (share, doing) => {
        progress.reached({
          done: `${figure(Math.floor(100 * share))} % (${doing})`,
          left: leftOf(share, 1, (performance.now() - before) / 1000),
        });
      },
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
