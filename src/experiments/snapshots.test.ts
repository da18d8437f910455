/** Snapshots as a hostile checkpoint brings them: taken exactly as they were written, or refused in a sentence at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEnvironment, prepare } from '../scenario/prepare.ts';
import { defaultScenario, type EnvironmentKind } from '../scenario/scenario.ts';
import type { Environment, LanesSnapshot } from '../environment/environment.ts';
import { presetById } from '../model/presets/index.ts';
import { generateWorkload } from '../workload/generators.ts';

const LANES = 2;
const STEPS = 6;
const scenario = defaultScenario(presetById('video')!, generateWorkload('bursty', 5, 400));
const kinds: readonly EnvironmentKind[] = ['fluid', 'discrete', 'instant'];
const prepared = new Map(
  kinds.map((environment) => [environment, prepare({ ...scenario, environment, forecaster: 'last' })]),
);

function fresh(kind: EnvironmentKind): Environment {
  const made = createEnvironment(prepared.get(kind)!, LANES);
  for (let lane = 0; lane < LANES; lane++) made.reset(lane, prepared.get(kind)!.track, 120);
  return made;
}

/** Rolls out, queues and drops, so that little of the state is at rest. */
function play(environment: Environment, steps: number): void {
  const width = environment.actions.length / LANES;
  for (let k = 0; k < steps; k++) {
    const action = new Int32Array(environment.actions.length);
    for (let lane = 0; lane < LANES; lane++)
      action.set(k % 2 === 0 ? [1, 1, 1, 0, 0, 2] : [0, 2, 0, 1, 1, 0], lane * width);
    environment.step(action);
  }
}

function snapshotOf(kind: EnvironmentKind): LanesSnapshot {
  const environment = fresh(kind);
  play(environment, STEPS);
  return environment.snapshot();
}

/** How it ends to go on from a snapshot. */
function goOn(kind: EnvironmentKind, snapshot: LanesSnapshot): string {
  const environment = fresh(kind);
  const { track } = prepared.get(kind)!;
  try {
    environment.restore(snapshot, [track, track]);
  } catch (error) {
    return (error as Error).message;
  }
  play(environment, STEPS);
  return 'went on';
}

describe.each(kinds)('a snapshot of the %s environment', (kind) => {
  const snapshot = snapshotOf(kind);

  it('is taken as it was written, at any moment of a run', () => {
    const environment = fresh(kind);
    for (let k = 0; k < 8; k++) {
      expect(goOn(kind, environment.snapshot())).toBe('went on');
      play(environment, 1);
    }
  });

  it('with times or orders that there are not is refused', () => {
    expect(goOn(kind, { ...snapshot, time: Int32Array.of(125, 120) })).toBe(
      'The checkpoint is damaged: its episodes stand at a second that their load does not have.',
    );
    expect(goOn(kind, { ...snapshot, time: Int32Array.of(120, 10_000) })).toMatch(/a second that their load/);
    expect(goOn(kind, { ...snapshot, actions: snapshot.actions.map((x, i) => (i === 1 ? 63 : x)) })).toBe(
      'The checkpoint is damaged: its episodes have ordered what the pipeline cannot have.',
    );
    expect(goOn(kind, { ...snapshot, time: Int32Array.of(120) })).toMatch(
      /of another pipeline or other limits\.$/,
    );
  });
});

describe.each(['fluid', 'discrete'] as const)('numbers of a snapshot of the %s environment', (kind) => {
  const snapshot = snapshotOf(kind);

  it('that are any at all are refused in a sentence, or the run goes on, at once either way', () => {
    let refused = 0;
    const number = fc.constantFrom(
      -1e300,
      -1,
      0.5,
      3,
      64,
      1e9,
      2 ** 31,
      1e18,
      1e300,
      Infinity,
      -Infinity,
      NaN,
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(snapshot.state.length - 1), number), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const state = snapshot.state.slice();
          for (const [at, value] of changes) state[at] = value;
          const before = performance.now();
          const said = goOn(kind, { ...snapshot, state });
          expect(performance.now() - before).toBeLessThan(2000);
          if (said === 'went on') return;
          refused++;
          expect(said).toMatch(/^The checkpoint is damaged: its episodes .*\.$/);
        },
      ),
      { numRuns: Number(process.env['SLUICE_NUMBERS'] ?? 400) },
    );
    expect(refused).toBeGreaterThan(100);
  }, 300_000);

  it('that are too few or too many are refused', () => {
    for (const length of [0, 1, snapshot.state.length - 1, snapshot.state.length + 1]) {
      const state = new Float64Array(length);
      state.set(snapshot.state.subarray(0, length));
      expect(goOn(kind, { ...snapshot, state })).toMatch(
        /^The checkpoint is damaged: its episodes are of another pipeline/,
      );
    }
  });
});
