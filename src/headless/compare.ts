import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import { PLAN_FLAGS, PLAN_OPTIONS, planned, planWords } from './comparePlan.ts';
import { exportJob, JOB_OPTIONS } from './job.ts';
import { Notes } from './notes.ts';
import { parseOptions, text, UsageError } from './options.ts';
import { outFile, writeWhole } from './out.ts';
import { ownRuns } from './ownRuns.ts';
import { leftOf, silent, type Progress } from './progress.ts';
import { reproduce } from './reproduce.ts';
import { comparedShard } from './shard.ts';
import { unstoppable, type Stop } from './stop.ts';
import { documentOf } from '../experiments/comparison/document.ts';
import { misfitNotes } from '../experiments/comparison/misfitNotes.ts';
import { cellCount, type ComparisonPlan } from '../experiments/comparison/plan.ts';
import { resultOf } from '../experiments/comparison/record.ts';
import type { ComparisonResult } from '../experiments/comparison/result.ts';
import { runPlan } from '../experiments/comparison/run.ts';
import { isRun } from '../experiments/comparison/tasks.ts';
import { wholeText } from '../experiments/comparison/wholeText.ts';
import { AgentMismatch } from '../learning/network/trainedAgent.ts';
import { figure } from '../model/range.ts';
import { OutOfTime, TooMuch } from '../model/watch.ts';

/** What there is of a comparison that was stopped. */
function partOf(plan: ComparisonPlan, { cells }: ComparisonResult): string {
  return `Stopped after ${figure(cells.length)} of ${figure(cellCount(plan))} runs; the tables hold those, seed by seed.`;
}

/**
 * `compare`: every policy of `--policies` (keys, autoscalers' manifests, agents' files or files of one's own policies; without it all but IPA by its slow solver) on every
 * pipeline, workload and seed 1 .. `--seeds` (5). `--against` names the policies that the others are set against in
 * pairs, `--series` keeps every run's values over time. `--out` writes the document without what a clock read, so that
 * equal plans give equal bytes. `--shard i/n` runs one of n parts of it (see shard.ts), `--job` writes what lets a cluster
 * run all of them (see job.ts). `--paper` instead runs the paper's own evaluation, agents' trainings included (see reproduce.ts).
 */
export async function compare(
  args: readonly string[],
  notes: Notes = new Notes(),
  stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  if (args.includes('--paper'))
    return reproduce(
      args.filter((arg) => arg !== '--paper'),
      notes,
      stop,
      progress,
    );
  const options = parseOptions(
    args,
    [...PLAN_OPTIONS, 'shard', ...JOB_OPTIONS, 'out', TIME_LIMIT],
    // `paper` was looked for above; here it stands for --help.
    [...PLAN_FLAGS, 'job', 'force', 'paper'],
  );
  const alone = JOB_OPTIONS.find((name) => options['job'] !== true && text(options, name) !== undefined);
  if (alone !== undefined)
    throw new UsageError(`--${alone} is for --job, which writes what lets a cluster run a comparison.`);
  if (options['job'] === true) return exportJob(options, notes, stop);
  if (text(options, 'shard') !== undefined) return comparedShard(options, notes, stop, progress);
  const out = await outFile(options);
  const { plan, against } = await planned(options, notes);
  const cpu = process.cpuUsage();
  const before = performance.now();
  const own = ownRuns();
  try {
    stop.keeps(
      `Stopping after the run under way; what was found until then is printed${out ? ', and nothing is written' : ''}.`,
    );
    progress.begins(`compare: ${planWords(plan)}.`);
    const all = cellCount(plan);
    let done = 0;
    const found = await runPlan(plan, {
      clock,
      ...{ patience: patienceIn(options), own },
      stopped: stop.asked,
      onPiece: (piece) => {
        if (isRun(piece)) done++;
        progress.reached({
          done: `${figure(done)} of ${figure(all)} runs done`,
          left: leftOf(done, all, (performance.now() - before) / 1000),
        });
      },
    });
    const wallSeconds = (performance.now() - before) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const result = resultOf(plan, found);
    if (!result.complete) notes.add(undefined, [partOf(plan, result)]);
    const late = [...new Set(result.late?.map(({ why }) => why))];
    const first = result.late?.[0];
    if (result.cells.length === 0 && first)
      throw new TooMuch(first.why, first.moreTime ? { cause: new OutOfTime(first.why) } : {});
    notes.add(undefined, [...late, ...misfitNotes(result)]);
    const document = documentOf(result, against);
    const written = result.complete ? out : undefined;
    if (written) await writeWhole(written, wholeText(document, notes.sentences), notes, stop);
    return {
      ...(written ? { out: written.path } : {}),
      ...{ wallSeconds, processorSeconds: (user + system) / 1e6 },
      ...document,
    };
  } catch (error) {
    throw error instanceof AgentMismatch ? new UsageError(error.message) : error;
  } finally {
    own.end();
  }
}
