/** `compare --shard i/n --out part.json`: one of n parts of a comparison, which `merge` puts together. */
import { clock, patienceIn } from './clock.ts';
import { planned } from './comparePlan.ts';
import { readInput } from './inputs.ts';
import { thisLab } from './lab.ts';
import type { Notes } from './notes.ts';
import { required, UsageError, type Options } from './options.ts';
import { outFile, outPath, writeWhole } from './out.ts';
import { ownRuns } from './ownRuns.ts';
import { leftOf, type Progress } from './progress.ts';
import type { Stop } from './stop.ts';
import { askedOf } from '../experiments/comparison/asked.ts';
import { PART_FORMAT, PART_KIND, partText, type PartHead } from '../experiments/comparison/part.ts';
import { headComplaint, openPart } from '../experiments/comparison/partRead.ts';
import { MOST_SHARDS } from '../experiments/comparison/partSchemas.ts';
import { planDigest } from '../experiments/comparison/planDigest.ts';
import { runsIn, shardTasks, type Shard } from '../experiments/comparison/shards.ts';
import { runTasks } from '../experiments/comparison/runTasks.ts';
import { isRun } from '../experiments/comparison/tasks.ts';
import { AgentMismatch } from '../learning/network/trainedAgent.ts';
import { figure } from '../model/range.ts';
import { shortened } from '../model/text.ts';

/** `--shard 0/7`, counted from 0 as an Indexed Job counts. Throws UsageError. */
export function shardOf(options: Options): Shard {
  const given = required(options, 'shard');
  const found = /^(\d{1,6})\/(\d{1,6})$/.exec(given.trim());
  const [index, of] = [Number(found?.[1]), Number(found?.[2])];
  if (!found || of < 1 || of > MOST_SHARDS)
    throw new UsageError(
      `--shard takes which of how many parts, counted from 0 and at most ${figure(MOST_SHARDS)}, as in 0/7; "${shortened(given, 80)}" is not that.`,
    );
  if (index >= of)
    throw new UsageError(
      `--shard counts from 0: of ${figure(of)} the last is ${String(of - 1)}/${String(of)}, and ${String(index)}/${String(of)} is not there.`,
    );
  return { index, of };
}

/** What is said of a finished part. */
function told(out: string, { shard, plan, lab }: PartHead, runs: number): object {
  return { out, shard, plan, lab, runs };
}

/** The part that is at `--out` already: undefined where nothing is. Throws UsageError where it is another, or damaged. */
async function standingPart(path: string, head: PartHead): Promise<number | undefined> {
  const bytes = await readInput(path, 'The part', 'part');
  if (!bytes) return undefined;
  const advice = 'name another file, or add --force to replace it';
  const found = openPart(bytes, `"${path}"`);
  if (!found.ok)
    throw new UsageError(
      `--out "${path}" is there already, and is no whole part of this comparison; ${advice}.`,
    );
  const { shard, plan } = found.value.head;
  if (plan !== head.plan || shard.index !== head.shard.index || shard.of !== head.shard.of)
    throw new UsageError(
      `--out "${path}" is there already, and is shard ${String(shard.index)}/${String(shard.of)} of ${plan === head.plan ? 'this' : 'another'} comparison; ${advice}.`,
    );
  let runs = 0;
  for (const piece of found.value.pieces()) if (piece.ok && isRun(piece.value)) runs++;
  return runs;
}

/**
 * Writes the part whole or not at all. Where it is there already, whole and of this very plan and version of the lab,
 * nothing is run: who starts all shards again gets those that lack. Throws UsageError.
 */
export async function comparedShard(
  options: Options,
  notes: Notes,
  stop: Stop,
  progress: Progress,
): Promise<object> {
  const shard = shardOf(options);
  const path = outPath(options);
  if (path === undefined)
    throw new UsageError(
      '--shard needs a file for its part: --out part-0.json, for example; merge puts the parts together.',
    );
  const { plan, against } = await planned(options, notes);
  const [lab, assumed] = [await thisLab(), notes.sentences];
  const head: PartHead = {
    kind: PART_KIND,
    format: PART_FORMAT,
    lab,
    plan: planDigest(plan, { against, notes: assumed, lab }),
    shard,
    processorSeconds: 0,
    against,
    notes: assumed,
    asked: askedOf(plan),
  };
  const wrong = headComplaint(head);
  if (wrong !== undefined) throw new UsageError(`A part of this comparison ${wrong}.`);
  if (options['force'] !== true) {
    const runs = await standingPart(path, head);
    if (runs !== undefined) {
      notes.add(undefined, [
        `"${path}" is there already, whole, and is shard ${String(shard.index)}/${String(shard.of)} of this very comparison; nothing was run.`,
      ]);
      return told(path, head, runs);
    }
  }
  const out = (await outFile(options))!;
  const tasks = shardTasks(plan, shard);
  const all = runsIn(tasks);
  const which = `Shard ${String(shard.index)}/${String(shard.of)}`;
  stop.leaves(`Stopped; no part was written. ${which} begins anew when it is run again.`);
  progress.begins(
    `compare: ${which.toLowerCase()}, ${figure(all)} run${all === 1 ? '' : 's'} of the comparison.`,
  );
  const cpu = process.cpuUsage();
  const before = performance.now();
  const spent = (): number => (performance.now() - before) / 1000;
  let done = 0;
  const own = ownRuns();
  try {
    const pieces = await runTasks(plan, tasks, {
      clock,
      ...{ patience: patienceIn(options), own },
      onPiece: (piece) => {
        if (isRun(piece)) done++;
        progress.reached({
          done: `${figure(done)} of ${figure(all)} runs done`,
          left: leftOf(done, all, spent()),
        });
      },
    });
    const { user, system } = process.cpuUsage(cpu);
    const processorSeconds = (user + system) / 1e6;
    notes.add(undefined, [
      ...new Set(pieces.flatMap((piece) => (piece.kind === 'late' ? [piece.late.why] : []))),
    ]);
    // Of two that ran one shard, as a cluster may let them, the second has nothing to add.
    const serves = async (): Promise<boolean> =>
      (await standingPart(path, head).catch(() => undefined)) !== undefined;
    await writeWhole(out, partText({ ...head, processorSeconds }, pieces), notes, stop, serves);
    return { ...told(path, head, done), wallSeconds: spent(), processorSeconds };
  } catch (error) {
    throw error instanceof AgentMismatch ? new UsageError(error.message) : error;
  } finally {
    own.end();
  }
}
