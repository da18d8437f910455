/** One model measured: start-up, latency by batch with its interval, memory. Knows no clock and no runtime of its own. */
import { breathing, type Bench } from './bench.ts';
import { feedsOf, strangeInput } from './inputs.ts';
import { LEAST_RUNS, shareOf, startAgain, type Plan } from './plan.ts';
import type { ModelInput, ModelSession, Run, Runtime } from './session.ts';
import { fixedBatchOf, shapesOf, unasked, type Sizes } from './shapes.ts';
import type { MeasuredBatch } from './measuredBatch.ts';
import { timeBatch } from './timeBatch.ts';
import { troubleOf } from './troubles.ts';
import { Random } from '../../model/random.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** What is asked of one model. */
export interface ModelRequest {
  /** As sentences call it: the file's. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of its free dimensions but the batch's. */
  readonly sizes: Sizes;
  /** Key of the dimension that counts requests; undefined: the model's batch is fixed. */
  readonly batch: string | undefined;
  readonly plan: Plan;
}

export interface Measurement {
  readonly name: string;
  readonly quantile: number;
  readonly batches: readonly MeasuredBatch[];
  /** Asked for and not measured: the time was spent, somebody stopped, or `trouble`. */
  readonly left: readonly number[];
  readonly ended: 'through' | 'out of time' | 'stopped' | 'trouble';
  /** Why a later batch could not be measured, a clause. */
  readonly trouble: string | undefined;
  /** Set where the model takes no other batch. */
  readonly fixedBatch: number | undefined;
  /** Seconds from the bytes to the first answer at the smallest batch, in the order in which they were timed. */
  readonly startups: readonly number[];
  /** Bytes of the runtime's memory at its largest (heap.ts); undefined where nobody can see. */
  readonly heapBytes: number | undefined;
  /** How much of it ran on the graphics card; undefined on the processor. */
  readonly graphics: ModelSession['graphics'];
}

/** What the model asks of whoever brings it; refused in a sentence where it cannot run here. */
export async function inspect(
  name: string,
  bytes: Uint8Array,
  runtime: Runtime,
): Promise<Result<readonly ModelInput[]>> {
  try {
    const session = await runtime.open(bytes);
    const { inputs } = session;
    await session.release();
    const strange = strangeInput(inputs);
    return strange === undefined ? accepted(inputs) : refused(`${name}: ${strange}.`);
  } catch (error) {
    return refused(`${name}: ${troubleOf(error, bytes)}.`);
  }
}

/**
 * Measures until the plan is done, its time is spent or somebody stops; the batches that are through by then stand. Refused
 * in a sentence where none is.
 */
export async function measureModel(request: ModelRequest, bench: Bench): Promise<Result<Measurement>> {
  const { name, bytes, plan } = request;
  const { clock, runtime } = bench;
  await runtime.ready(bytes);
  const begun = clock();
  const spent = (): number => (clock() - begun) / 1000;
  const breathe = breathing(bench, plan.seconds, spent);
  let heap: number | undefined;
  const startups: number[] = [];
  const batches: MeasuredBatch[] = [];
  let session: ModelSession | undefined;
  let wanted = plan.batches;
  let fixedBatch: number | undefined;
  let trouble: string | undefined;
  let late = false;
  let graphics: ModelSession['graphics'];
  try {
    do {
      await breathe({ doing: 'starting', batch: undefined, samples: startups.length });
      if (bench.stopped()) break;
      await session?.release();
      session = undefined;
      const opening = clock();
      session = await runtime.open(bytes);
      const opened = clock() - opening;
      graphics = session.graphics;
      if (startups.length === 0) {
        const strange = strangeInput(session.inputs) ?? strangeSizes(session.inputs, request);
        if (strange !== undefined) return refused(`${name}: ${strange}.`);
        if (request.batch === undefined) {
          fixedBatch = fixedBatchOf(session.inputs, request.sizes);
          wanted = [fixedBatch];
        }
      }
      const first = prepared(session, request, wanted[0]!);
      if (!first.ok) return refused(`${name}: ${first.message}.`);
      const asking = clock();
      await first.value();
      startups.push((opened + clock() - asking) / 1000);
      bench.tell({ kind: 'started', startups: [...startups] });
    } while (startAgain(startups, spent(), plan));
    for (const batch of wanted) {
      if (!session || bench.stopped()) break;
      const share = shareOf(plan.seconds - spent(), wanted.length - batches.length);
      late = batches.length > 0 && share < LEAST_RUNS * batches.at(-1)!.median;
      if (late) break;
      const run = prepared(session, request, batch);
      if (!run.ok) {
        trouble = run.message;
        break;
      }
      const timed = await timeBatch(batch, run.value, share, plan.quantile, bench, breathe);
      heap = runtime.heapBytes();
      if (!timed) break;
      batches.push(timed);
      bench.tell({ kind: 'batch', batch: timed });
    }
  } catch (error) {
    // What stands is worth having: most often it is memory that the largest batches lack.
    trouble = troubleOf(error, bytes);
  } finally {
    await session?.release().catch(() => undefined);
  }
  if (batches.length === 0)
    return refused(`${name}: ${trouble ?? 'it was stopped before a batch was timed'}.`);
  return accepted({
    ...{ name, quantile: plan.quantile, batches, trouble, fixedBatch, startups },
    left: wanted.slice(batches.length),
    ended: trouble !== undefined ? 'trouble' : late ? 'out of time' : bench.stopped() ? 'stopped' : 'through',
    ...{ heapBytes: heap, graphics },
  });
}

/** Why the sizes given are not those that the model asks for. */
function strangeSizes(inputs: readonly ModelInput[], { sizes, batch }: ModelRequest): string | undefined {
  const shapes = shapesOf(inputs);
  if (batch !== undefined && !shapes.free.some(({ key }) => key === batch))
    return `it has no free dimension ${batch}, which was to count the requests`;
  const missing = unasked(shapes, sizes, batch).map(({ label }) => label);
  return missing.length === 0 ? undefined : `nobody said how large ${missing.join(' and ')} is`;
}

/** The same values at every run with that batch. */
function prepared(session: ModelSession, { sizes, batch: key }: ModelRequest, batch: number): Result<Run> {
  const random = Random.stream(0, 'model inputs', batch);
  const feeds = feedsOf(session.inputs, sizes, key, batch, random);
  return feeds.ok ? accepted(session.prepare(feeds.value)) : feeds;
}
