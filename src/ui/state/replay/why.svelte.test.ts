import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Run } from './run.ts';
import { Why, type Explainable } from './why.svelte.ts';
import type { Survey } from './survey.ts';
import type { DecisionCard } from '../../../experiments/decisionCard.ts';
import type { Fork } from '../../../experiments/fork.ts';
import type { Configuration } from '../../../model/pipeline.ts';
import { runRecord } from '../../../testing/runs.ts';

const { scenario } = runRecord();
const side = (id: string, decisions: number) => ({
  ...{
    id,
    name: id.toUpperCase(),
    episode: { series: { t: Array.from({ length: decisions }, (_, k) => k), actions: new Int32Array(1) } },
  },
});
const run = { scenario, levels: [], a: side('hpa', 5), b: side('ipa-exact', 3) } as unknown as Run;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const ordered: Configuration = [{ variant: 0, replicas: 1, batch: 1 }];
const other: Configuration = [{ variant: 0, replicas: 2, batch: 1 }];

class Source implements Explainable {
  run = $state.raw<Run | undefined>(run);
  former = $state(false);
  readonly agent = undefined;
  survey = $state.raw<Survey | undefined>();
  readonly surveys = { of: () => this.survey };
  readonly plans: (Int32Array | undefined)[] = [];
  readonly asked: string[] = [];
  readonly #playhead = new (class {
    decision = $state(0);
    paused = 0;
    pause(): void {
      this.paused++;
    }
  })();
  get playhead() {
    return this.#playhead;
  }
  fails = false;
  readonly simulator: Explainable['simulator'] = {
    decisionCard: (_, choice, k, _agent, plan) => {
      this.plans.push(plan);
      this.asked.push(`${choice.kind === 'named' ? choice.id : 'agent'} ${String(k)}`);
      if (this.fails) return Promise.reject(new Error('It took too long'));
      return Promise.resolve({ decision: k, configuration: ordered } as DecisionCard);
    },
    fork: (_, _choice, k, configuration, horizon) => {
      this.asked.push(`fork ${String(k)} ${String(configuration[0]!.replicas)} ${String(horizon)}`);
      return Promise.resolve({ horizon } as unknown as Fork);
    },
  };
  choice(id: string): { readonly kind: 'named'; readonly id: string } {
    return { kind: 'named', id };
  }
}

let source: Source;
let why: Why;
let end: () => void;
beforeEach(() => {
  source = new Source();
  why = new Why(source);
  end = $effect.root(() => {
    $effect(() => {
      why.follow();
    });
  });
});
afterEach(() => {
  end();
});

async function react(): Promise<void> {
  flushSync();
  await settled();
}

it('the card follows the playhead and the lane while it is open, one question at a time', async () => {
  await react();
  expect(source.asked).toEqual([]);
  why.open('a');
  await react();
  expect([source.playhead.paused, why.shown?.name, why.picked]).toEqual([1, 'HPA', ordered]);
  for (const k of [1, 2, 3]) {
    source.playhead.decision = k;
    flushSync();
  }
  await settled();
  expect(source.asked, 'the newest is next').toEqual(['hpa 0', 'hpa 1', 'hpa 3']);
  why.lane = 'b';
  source.playhead.decision = 4;
  await react();
  expect(source.asked.at(-1), 'the last decision of a shorter run').toBe('ipa-exact 2');
  why.toggle();
  source.playhead.decision = 0;
  await react();
  expect([why.lane, source.asked.length]).toEqual([undefined, 4]);
});

it('nothing is explained of a run that is not of what is chosen; what fails is said', async () => {
  source.former = true;
  why.toggle();
  await react();
  expect(source.asked).toEqual([]);
  source.former = false;
  source.fails = true;
  await react();
  expect([why.trouble, why.shown]).toEqual(['It took too long.', undefined]);
});

it('the other future is computed for as long as is asked, and a new card forgets it', async () => {
  why.open('a');
  await react();
  await why.fork(other);
  expect([why.picked, why.forked?.minutes, source.asked.at(-1)]).toEqual([other, 3, 'fork 0 2 18']);
  source.playhead.decision = 1;
  await react();
  expect([why.forked, why.picked]).toEqual([undefined, ordered]);
});

it('what the best plan found orders is asked for with the card, once there is one', async () => {
  why.open('a');
  await react();
  expect([source.plans, why.shown?.possible]).toEqual([[undefined], undefined]);
  const width = 3 * scenario.pipeline.stages.length;
  const survey = (earned: number): Survey => ({
    ...{ kind: 'bracket', orders: Int32Array.from({ length: 5 * width }, (_, i) => i), earned },
    ...{ rewards: Float64Array.of(1, 2, 3, 4, 5), bound: 9, bounds: new Float64Array(5).fill(9) },
    ...{ spent: 1, state: 'searching' },
  });
  source.survey = survey(3);
  await react();
  expect(source.plans.at(-1)).toEqual(Int32Array.from({ length: width }, (_, i) => i));
  expect(why.shown?.possible).toEqual({ earned: 1, bound: 9 });
  // A better one does not take away what is being read, nor does the first what is being worked with.
  source.survey = survey(4);
  await react();
  expect(source.plans).toHaveLength(2);
  source.playhead.decision = 2;
  await react();
  expect([source.plans.at(-1)![0], why.shown?.possible?.earned]).toEqual([2 * width, 3]);
  for (const use of [() => (why.picked = other), () => (why.hold(), undefined)]) {
    source.survey = undefined;
    source.playhead.decision++;
    await react();
    const before = source.plans.length;
    use();
    source.survey = survey(3);
    await react();
    expect([source.plans.length, why.shown?.possible]).toEqual([before, undefined]);
  }
});

it('a card that is asked for again for the plan comes too late once the visitor has chosen', async () => {
  why.open('a');
  await react();
  source.survey = {
    ...{ kind: 'plan', orders: new Int32Array(15 * scenario.pipeline.stages.length), earned: 3 },
    ...{ rewards: new Float64Array(5), bound: undefined, bounds: undefined },
    ...{ spent: 1, state: 'searching' },
  };
  flushSync();
  expect(source.asked, 'on its way').toHaveLength(2);
  await why.fork(other);
  await settled();
  expect([why.picked, why.forked?.minutes, why.shown?.possible]).toEqual([other, 3, undefined]);
});
