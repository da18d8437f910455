/** Whatever numbers a pipeline's file brings: it is refused in a sentence, or a replay of it ends, and with figures. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runEpisode } from '../scenario/episode.ts';
import { prepare } from '../scenario/prepare.ts';
import { defaultScenario, environmentKinds } from '../scenario/scenario.ts';
import { widestLimits } from '../model/bounds.ts';
import { parsePipeline } from '../model/parse.ts';
import { defaultLimits, type Limits } from '../model/pipeline.ts';
import { samplePipeline } from '../model/pipelineFile.ts';
import { presets } from '../model/presets/index.ts';
import { policyById } from '../policies/registry.ts';
import { hostileProfiles, pipelineWith } from '../testing/hostileNumbers.ts';
import { generateWorkload } from '../workload/generators.ts';

const SECONDS = 300;
const MOST_MS = 2000;

/** Milliseconds of the processor: others may be at work on this machine. */
function spentMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A number as JSON writes it, the ones that JSON.stringify cannot write too. */
const hostile = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '0',
      '-0',
      '-1',
      '1e-9',
      '1e-6',
      '1e-300',
      '1e308',
      '-1e308',
      '1e400',
      '-1e400',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '1',
      '2',
      '0.5',
      '3',
      '7',
      '64',
      '65',
      '512',
      '513',
      '600',
      '3600',
      '1e5',
      '1e6',
      '6.4e6',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('null', '"1"', '"NaN"', 'true', '[]', '[1]', '[1,2,3]', '[1,2,4,1e400]', '{}'),
  },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => JSON.stringify(x)) },
  // What a measured file could hold: enough of these are played that both fates are seen in every run.
  { weight: 6, arbitrary: fc.double({ min: 0.01, max: 1, noNaN: true }).map((x) => JSON.stringify(x)) },
);

const MARK = '\u0001';

/** Paths of everything in a value that is a number or a list of numbers. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, part]) => places(part, [...path, key]));
  const list = Array.isArray(value) && value.every((part) => typeof part === 'number');
  return list ? [path, ...inner] : inner;
}

/** The value as JSON with other texts at some places. */
function written(value: unknown, changes: readonly (readonly [readonly string[], string])[]): string {
  const copy = structuredClone(value);
  changes.forEach(([path, _], i) => {
    let at = copy as Record<string, unknown>;
    for (const key of path.slice(0, -1)) {
      const next = at[key];
      // An earlier change took the list that this one reaches into.
      if (typeof next !== 'object' || next === null) return;
      at = next as Record<string, unknown>;
    }
    at[path.at(-1)!] = `${MARK}${String(i)}`;
  });
  return JSON.stringify(copy).replace(/"\\u0001(\d+)"/g, (_, i: string) => changes[Number(i)]![1]);
}

/** Profiles of the lab's, and the sample's seconds by batch size. */
const sources: readonly unknown[] = [JSON.parse(samplePipeline()), presets[0], presets[4]];
const mutated = fc.constantFrom(...sources).chain((source) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...places(source)), hostile), {
      minLength: 1,
      maxLength: 3,
      selector: ([path]) => path.join('.'),
    })
    .map((changes) => written(source, changes)),
);

const workload = generateWorkload('bursty', 5, SECONDS);
const greedy = policyById('greedy')!;

/** What is wrong with a file's fate; undefined where it is refused in a sentence, or every environment plays it. */
async function trouble(text: string, limits: Limits): Promise<string | undefined> {
  const parsed = parsePipeline(text, 'p.json', limits);
  if (!parsed.ok)
    return /^p\.json: .{10,}\.$/.test(parsed.message) ? undefined : `no sentence: ${parsed.message}`;
  for (const environment of environmentKinds) {
    let before = spentMs();
    const prepared = prepare({
      ...defaultScenario(parsed.value, workload),
      environment,
      limits,
      forecaster: 'last',
    });
    // What the frontier of the widest limits takes does not hang on the numbers, and is measured elsewhere.
    if (limits === widestLimits) before = spentMs();
    const { summary, series } = await runEpisode(prepared, greedy, {
      clock: () => performance.now(),
      record: false,
    });
    const took = spentMs() - before;
    if (took > MOST_MS) return `${environment} took ${took.toFixed(0)} ms`;
    const { requests, ...means } = summary;
    for (const [name, value] of [...Object.entries(means), ...Object.entries(requests ?? {})])
      if (!Number.isFinite(value)) return `${environment}: ${name} is ${String(value)}`;
    for (const [name, values] of Object.entries(series))
      if (!(values as Float64Array).every(Number.isFinite)) return `${environment}: a ${name} is not finite`;
  }
  return undefined;
}

describe('numbers of a pipeline', () => {
  it('are refused in a sentence, or every environment plays 300 s of it within 2 s, with figures', async () => {
    let refused = 0;
    let played = 0;
    await fc.assert(
      fc.asyncProperty(mutated, fc.constantFrom(defaultLimits, widestLimits), async (text, limits) => {
        if (parsePipeline(text, 'p.json', limits).ok) played++;
        else refused++;
        expect([text, await trouble(text, limits)]).toEqual([text, undefined]);
      }),
      { numRuns: Number(process.env['SLUICE_NUMBERS'] ?? 150) },
    );
    // Both happen, or nothing was tried.
    expect(refused).toBeGreaterThan(30);
    expect(played).toBeGreaterThan(10);
  }, 600_000);

  it('of every known hostile profile are refused', () => {
    for (const { profile } of hostileProfiles)
      expect(parsePipeline(pipelineWith(profile), 'p.json', defaultLimits).ok).toBe(false);
  });

  it.each([
    [
      'the shortest batches there are',
      '{"batches":[1],"seconds":[1e-6],"line":{"slope":1e-6,"intercept":0},"measuredUpTo":1}',
    ],
    [
      'batches that never get shorter',
      '{"batches":[1],"seconds":[1e-6],"line":{"slope":0,"intercept":1e-6},"measuredUpTo":1}',
    ],
    ['the longest', '{"batches":[1],"seconds":[1e5],"line":{"slope":1e5,"intercept":0},"measuredUpTo":1}'],
    [
      'a line at its steepest',
      '{"batches":[1],"seconds":[1e-6],"line":{"slope":1e5,"intercept":-1e5},"measuredUpTo":1}',
    ],
  ])('at the edge of their bounds are played: %s', async (_, profile) => {
    expect(parsePipeline(pipelineWith(profile), 'p.json', defaultLimits).ok).toBe(true);
    expect(await trouble(pipelineWith(profile), defaultLimits)).toBeUndefined();
  });
});
