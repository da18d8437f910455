import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BESIDE, Game, type Playable } from './game.svelte.ts';
import { scenes } from './scenes.ts';
import { seenAt, soFar } from './seen.ts';
import { readOwnLink } from '../../address/ownLink.ts';
import { LoadMaker } from '../../loads/maker.ts';
import { runEpisode } from '../../../../scenario/episode.ts';
import { defaultExperiment, scenarioOf } from '../../../../scenario/experiment.ts';
import { prepare, type Prepared } from '../../../../scenario/prepare.ts';
import type { Episode, Scenario } from '../../../../scenario/scenario.ts';
import { presets } from '../../../../model/presets/index.ts';
import { policyById } from '../../../../policies/registry.ts';
import { generateWorkload } from '../../../../workload/generators.ts';
import { namesOfBases, shapeThrough } from '../../../../workload/shaping/shape.ts';
import { loadText, parseLoad } from '../../../../workload/shaping/text.ts';
import { sketchOf } from '../../../../workload/sketch.ts';
import type { PolicyChoice } from '../../../../../workers/protocol.ts';
import type { ShapeRequest } from '../../../../../workers/loadsProtocol.ts';

/** As the worker does it. */
let last: { readonly scenario: Scenario; readonly prepared: Prepared } | undefined;
async function run(scenario: Scenario, id: string): Promise<Episode> {
  if (last?.scenario !== scenario) last = { scenario, prepared: prepare(scenario) };
  return runEpisode(last.prepared, policyById(id)!, { clock: () => 0, record: true });
}

function shape({ text, seed }: ShapeRequest) {
  const parsed = parseLoad(text);
  if (!parsed.ok) throw new Error(parsed.message);
  const load = parsed.value;
  const nameOf = namesOfBases();
  const shaped = shapeThrough(load, { rates: () => undefined, nameOf }, seed);
  if ('message' in shaped) throw new Error(shaped.message);
  const { rates, lengths } = shaped;
  const id = loadText(load);
  const workload = { id, name: id, rates, source: '' };
  return Promise.resolve({ load, lengths, workload, base: sketchOf(rates), sketch: sketchOf(rates) });
}

const lab: Playable = {
  experiment: { ...defaultExperiment, forecaster: 'last', workload: 'bursty', seed: 3, maxCores: 12 },
  pipeline: presets[0]!,
  pipelines: [],
  workload: generateWorkload('bursty', 3),
  still: false,
  loads: {
    maker: () =>
      Promise.resolve(
        new LoadMaker(
          { traces: [], predict: { whole: (one) => one } },
          { shape, csv: () => Promise.reject(new Error('not asked')) },
        ),
      ),
  },
  predict: { into: (scenario) => ({ ...scenario, forecaster: 'last' }) },
  training: { agent: undefined },
};

const simulated: string[] = [];
const simulator = {
  stop: vi.fn(),
  simulate: async (scenario: Scenario, choices: readonly PolicyChoice[]) => {
    const ids = choices.map((choice) => (choice.kind === 'named' ? choice.id : 'agent'));
    simulated.push(...ids);
    return Promise.all(ids.map((id) => run(scenario, id)));
  },
};
const plan = { kind: 'bracket', orders: new Int32Array(0), bounds: undefined, rewards: new Float64Array(0) };
const surveyed: Scenario[] = [];
const surveyor = {
  survey: ({ scenario }: { readonly scenario: Scenario }, told: (found: never) => void) => {
    surveyed.push(scenario);
    told({ ...plan, earned: 1, bound: 100, spent: 1 } as never);
    return Promise.resolve({ ended: true, spent: 1 });
  },
};

let game: Game;
const begun = async (scene: Game['scene'], changes: Partial<Pick<Game, 'waits' | 'minutes'>> = {}) => {
  $effect.root(() => {
    game = new Game({ ...lab }, simulator, surveyor);
  });
  Object.assign(game, { scene, ...changes });
  await game.begin();
  expect([game.phase, game.trouble]).toEqual(['playing', '']);
};

beforeEach(() => {
  simulated.length = surveyed.length = 0;
});

describe('the game', () => {
  it.each(scenes.map(({ id }) => id))(
    '%s: played to its end it is the replay of its link, to the last digit of J',
    async (scene) => {
      await begun(scene);
      for (let k = 0; k < 30; k++) {
        expect(game.due).toBe(true);
        if (k === 0) game.turn('replicas', 1, 0);
        if (k % 7 === 3) game.turn('variant', 1, k % 2);
        if (k % 5 === 2) game.turn('batch', 1, (k + 1) % 2);
        if (k % 11 === 9) game.turn('replicas', -1, 0);
        await game.goOn();
        expect(game.running).toBe(true);
        await game.goOn();
      }
      expect(game.phase).toBe('over');
      await vi.waitFor(() => expect(game.plan?.searching).toBe(false));
      const { experiment, view } = readOwnLink(game.link(4));
      expect(view).toMatchObject({ page: 'lab', why: 'a', time: 160, playing: false });
      expect(experiment.a).toBe(game.key);
      const { workload } = await shape({ text: experiment.workload, seed: experiment.seed, imports: [] });
      const pipeline = presets.find(({ id }) => id === experiment.pipeline)!;
      const replay = await run(
        { ...scenarioOf(experiment, pipeline, workload), forecaster: 'ewma' },
        experiment.a,
      );
      expect(replay.summary.objective).toBe(game.episode!.summary.objective);
      expect(replay.series.actions).toEqual(game.episode!.series.actions);
      expect(game.scores!.map(({ id }) => id)).toEqual([game.key, BESIDE, 'optimum-predicted']);
      expect(game.scores![0]!.objective).toBe(replay.summary.objective);
      // By J: a price on batches would make it the reward.
      expect(surveyed.map(({ weights }) => weights.batchWeight)).toEqual([0]);
      // A plan is never worse than those who played.
      expect(game.plan!.earned).toBe(Math.max(...game.scores!.map(({ objective }) => objective)));
    },
  );

  it('shows nothing of what comes later: other orders after a moment change nothing that was seen until then', async () => {
    await begun('header');
    const { scenario } = game.play!;
    const one = await run(scenario, 'hand:0=1.2.1/1.1.1;9=1.2.1/1.1.1;20=1.1.1/1.1.1');
    const other = await run(scenario, 'hand:0=1.2.1/1.1.1;10=3.2.4/2.2.2');
    const later = {
      ...scenario,
      workload: { ...scenario.workload, rates: scenario.workload.rates.map((r, t) => (t < 220 ? r : 50)) },
    };
    const third = await run(later, 'hand:0=1.2.1/1.1.1;10=3.2.4/2.2.2');
    for (const seconds of [0, 1, 9.4, 10, 55, 99.9, 100]) {
      expect(seenAt(scenario, other, seconds)).toEqual(seenAt(scenario, one, seconds));
      expect(soFar(scenario, other, seconds)).toEqual(soFar(scenario, one, seconds));
      expect(seenAt(later, third, seconds)).toEqual(seenAt(scenario, one, seconds));
      expect(soFar(later, third, seconds)).toEqual(soFar(scenario, one, seconds));
    }
    expect(seenAt(scenario, other, 115)).not.toEqual(seenAt(scenario, one, 115));
    const { t, load } = soFar(scenario, one, 33.7);
    expect([t.length, load.length]).toEqual([153, 153]);
  });

  it('asks for an order every ten seconds, and time stands until it is given', async () => {
    await begun('rise');
    game.speed = 10;
    game.pass(1000);
    expect(game.time).toBe(0);
    await game.goOn();
    game.pass(400);
    expect([game.time, game.due]).toEqual([4, false]);
    game.toggle();
    game.pass(400);
    expect(game.time).toBe(4);
    game.toggle();
    game.pass(10_000);
    expect([game.time, game.due, game.running]).toEqual([10, true, false]);
    expect(game.orders).toHaveLength(1);
  });

  it('runs on where it is asked to: what stands is ordered', async () => {
    await begun('rise', { waits: false });
    await game.goOn();
    for (let i = 0; i < 5; i++) {
      game.pass(60_000);
      await vi.waitFor(() => expect(game.orders).toHaveLength(i + 2));
    }
    expect([game.time, game.running]).toEqual([50, true]);
    game.cover();
    game.pass(60_000);
    expect(game.time).toBe(50);
  });

  it('simulates anew only where something else is ordered', async () => {
    await begun('rise');
    expect(simulated).toEqual(['hand', BESIDE]);
    await game.goOn();
    await game.goOn();
    game.turn('replicas', 1, 1);
    await game.goOn();
    await game.goOn();
    await game.goOn();
    expect(simulated.slice(2)).toEqual(['hand:0=1.1.1/1.1.1;1=1.1.1/1.2.1']);
  });

  it('says in a sentence what could not be ordered, and what could not begin', async () => {
    await begun('header');
    flushSync();
    for (let i = 0; i < 40; i++) game.turn('replicas', 1, 0);
    expect(game.said).toMatch(/would need .* more than the device’s 12|may have no more replicas/);
    game.turn('batch', -1, 1);
    expect(game.said).toMatch(/already takes requests one by one/);
    const broken = new Game(
      { ...lab, loads: { maker: () => Promise.reject(new Error('the network is gone')) } },
      simulator,
      surveyor,
    );
    await broken.begin();
    expect([broken.phase, broken.trouble]).toEqual([
      'choosing',
      'The game could not begin: the network is gone.',
    ]);
  });

  it('plays ten minutes, or a shorter load whole', async () => {
    await begun('burst', { minutes: 10 });
    expect([game.play!.decisions, game.length]).toEqual([60, 600]);
    const short = generateWorkload('bursty', 3, 250);
    $effect.root(() => {
      game = new Game({ ...lab, workload: short }, simulator, surveyor);
    });
    game.scene = 'header';
    await game.begin();
    expect(game.play!.decisions).toBe(13);
    expect(game.play!.experiment.workload).toBe('bursty');
  });
});
