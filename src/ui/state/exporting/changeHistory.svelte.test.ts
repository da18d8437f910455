import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChangeHistory, type HistoryHost } from './changeHistory.svelte.ts';
import type { Run } from '../replay/run.ts';
import { defaultChoices } from '../../../export/cluster/plan.ts';
import { presetById } from '../../../model/presets/index.ts';
import type { Episode } from '../../../scenario/scenario.ts';
import { runRecord } from '../../../testing/runs.ts';

const { scenario } = runRecord();
const pipeline = presetById('video')!;
const heads = 3 * pipeline.stages.length;

/** A run whose decisions set the first stage to these variants, replicas and batches; the others stand still. */
function runWith(...first: readonly (readonly [number, number, number])[]): Run {
  const actions = Int32Array.from(
    first.flatMap((head) => [...head, ...Array.from({ length: heads - 3 }, () => 0)]),
  );
  const series = { t: Float64Array.from(first, (_, k) => 120 + 10 * k), actions };
  const side = { id: 'hpa', name: 'HPA', episode: { series } as unknown as Episode };
  return { scenario: { ...scenario, pipeline }, levels: [], a: side, b: side };
}

class Host implements HistoryHost {
  run = $state.raw<Run | undefined>();
  former = $state(false);
  readonly pipeline = pipeline;
  readonly training = new (class {
    active = $state(false);
  })();
  following = 0;
  readonly replays = {
    follow: (): (() => void) => {
      this.following++;
      return () => {
        this.following--;
      };
    },
  };
}

let end: () => void = () => undefined;
beforeEach(() => {
  vi.useFakeTimers();
  // In Node no frame is drawn: parts come after the time in which one would have been.
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => {
  end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function opened(run?: Run) {
  const host = new Host();
  host.run = run;
  let history: ChangeHistory | undefined;
  end = $effect.root(() => {
    history = new ChangeHistory(host, { choicesFor: defaultChoices });
  });
  flushSync();
  return { host, history: history! };
}

/** Time passes; what follows from it is worked out. */
function pass(ms: number): void {
  for (let k = 0; k < ms; k += 50) {
    vi.advanceTimersByTime(50);
    flushSync();
  }
}

const turning = runWith([0, 0, 0], [0, 1, 0], [0, 1, 1], [1, 1, 1]);

describe('the changes told of', () => {
  it('are those of the run, in a task of their own, their parts one after another', () => {
    const { history } = opened(turning);
    expect([history.run, history.changes]).toEqual([undefined, undefined]);
    pass(50);
    expect(history.changes?.map(({ t }) => t)).toEqual([130, 140, 150]);
    expect(history.rows.map(({ knob, members }) => [knob, members])).toEqual([
      ['variant', [2]],
      ['batch', [1]],
      ['replicas', [0]],
    ]);
    expect(history.parts).toBe(0);
    const seen = new Set<number>();
    for (let k = 0; k < 40; k++) {
      pass(50);
      seen.add(history.parts);
    }
    expect([...seen]).toEqual([0, 1, 2, 3]);
  });

  it('go with the run, and where another scenario is set', () => {
    const { host, history } = opened(turning);
    pass(2000);
    host.former = true;
    flushSync();
    expect([history.run, history.parts]).toEqual([undefined, 0]);
    host.former = false;
    flushSync();
    host.run = undefined;
    pass(100);
    expect(history.run).toBeUndefined();
  });

  it('begin with the most telling, and keep to the second that was chosen', () => {
    const { host, history } = opened(turning);
    pass(50);
    expect(history.at).toBe(2);
    history.choose(0);
    expect(history.at).toBe(0);
    history.choose(-5);
    expect(history.at).toBe(0);
    history.choose(99);
    expect(history.at).toBe(2);
    history.choose(1);
    // The same second is now the first change.
    host.run = runWith([0, 0, 0], [0, 0, 0], [0, 1, 0], [1, 1, 0]);
    pass(100);
    expect([history.changes?.length, history.at]).toEqual([2, 0]);
    // None then: the most telling again.
    host.run = runWith([0, 0, 0], [0, 1, 0], [0, 1, 0], [1, 1, 0]);
    pass(100);
    expect(history.at).toBe(1);
  });

  it('ask for a run, and for no other while a training wants the processor', () => {
    const { host } = opened();
    expect(host.following).toBe(1);
    host.run = turning;
    host.training.active = true;
    flushSync();
    expect(host.following).toBe(0);
    host.former = true;
    flushSync();
    expect(host.following).toBe(1);
  });
});
