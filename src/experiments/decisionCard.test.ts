import { describe, expect, it } from 'vitest';
import { decisionCard, headsOf, KEEP, OPTIMUM, PLAN } from './decisionCard.ts';
import { runEpisode } from '../scenario/episode.ts';
import { measureById } from '../scenario/measures.ts';
import { createEnvironment, policyContext, prepare, type Prepared } from '../scenario/prepare.ts';
import { replayTo } from '../scenario/replay.ts';
import { defaultScenario, type EnvironmentKind } from '../scenario/scenario.ts';
import { agentOf, agentPolicy } from '../learning/network/trainedAgent.ts';
import { FeatureEncoder } from '../learning/network/features.ts';
import { initialParameters } from '../learning/network/network.ts';
import { pipelineActions } from '../learning/network/actions.ts';
import { presetById } from '../model/presets/index.ts';
import { Random } from '../model/random.ts';
import { isFeasible, toAction, toConfiguration } from '../model/tables.ts';
import { remembers, type PolicyFactory } from '../policies/policy.ts';
import { policies, policyById } from '../policies/registry.ts';
import { allConfigurations, smallPipeline } from '../testing/enumerate.ts';
import { generateWorkload } from '../workload/generators.ts';

const untimed = { clock: () => 0, record: false };
/** Solving them by HiGHS takes most of a test's time, and `ipa-exact` decides the same. */
const rivals = policies.filter(({ info }) => info.id !== 'ipa');

function ready(environment: EnvironmentKind = 'fluid', maxCores = 30): Prepared {
  const scenario = defaultScenario(presetById('video')!, generateWorkload('bursty', 3, 420));
  return prepare({ ...scenario, environment, limits: { ...scenario.limits, maxCores } });
}

/** An untrained agent with opinions: its logits are spread. */
function opinionated({ tables }: Prepared): PolicyFactory {
  const ranges = { load: 40, latency: 2, backlog: 100 };
  const { heads } = pipelineActions(tables);
  const shape = { inputs: new FeatureEncoder(tables, ranges).size, width: 16, blocks: 1, heads };
  const parameters = initialParameters(shape, Random.stream(4, 'opinions')).map((p) => 8 * p);
  return agentPolicy(agentOf('video', shape, ranges, parameters));
}

describe('the decision card', () => {
  it.each([
    ['fluid', 'random'],
    ['fluid', 'ipa-exact'],
    ['instant', 'random'],
  ] as const)('has terms that add up to the reward of every step (%s, %s)', async (kind, id) => {
    const prepared = ready(kind);
    const factory = policyById(id)!;
    const { series } = await runEpisode(prepared, factory, untimed);
    for (let k = 0; k < series.t.length; k++) {
      const card = await decisionCard(prepared, factory, k, []);
      expect(card.reward).toBe(series.reward[k]);
      expect(card.terms.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(card.reward, 9);
      expect(card.observation.time).toBe(series.t[k]);
      expect(card.outcome.load).toBe(series.load[k]);
      expect(100 * card.outcome.inTime).toBe(measureById('inTime').over!(series, k, k + 1));
      expect(card.bound).toBe(series.optimum[k]);
      const action = new Int32Array(3 * prepared.tables.stages);
      toAction(card.configuration, action);
      expect(action).toEqual(series.actions.slice(action.length * k, action.length * (k + 1)));
    }
  });

  it('gives an agent’s probabilities: they sum to 1, forbidden choices have none, the chosen is the most probable', async () => {
    const prepared = ready('fluid', 12);
    let forbidden = 0;
    for (let k = 0; k < prepared.loads.length; k += 3) {
      const card = await decisionCard(prepared, opinionated(prepared), k, []);
      expect(card.value).toBeTypeOf('number');
      for (const { choices, chosen } of card.heads) {
        const probabilities = choices.map(({ probability }) => probability!);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        expect(probabilities[chosen]).toBe(Math.max(...probabilities));
        for (const choice of choices) {
          expect(choice.probability === 0).toBe(choice.forbidden);
          if (choice.forbidden) forbidden++;
        }
      }
    }
    expect(forbidden).toBeGreaterThan(0);
  });

  it('has no probabilities and no value for a policy that gives none', async () => {
    const card = await decisionCard(ready(), policyById('greedy')!, 4, []);
    expect(card.value).toBeUndefined();
    for (const { choices } of card.heads) {
      for (const { probability } of choices) expect(probability).toBeUndefined();
    }
  });

  it('says what a planner expected of each order: the best first, which is what it ordered', async () => {
    const prepared = ready('fluid', 12);
    const { prospects, configuration, alternatives } = await decisionCard(
      prepared,
      policyById('planner')!,
      20,
      [],
    );
    const { orders, loads, seconds } = prospects!;
    expect(seconds).toBe(80);
    expect(loads).toEqual([...loads].sort((a, b) => a - b));
    expect(orders.length).toBeGreaterThan(5);
    expect(orders[0]!.configuration).toEqual(configuration);
    const keep = alternatives.find(({ id }) => id === KEEP)!.configuration;
    expect(orders.map((one) => JSON.stringify(one.configuration))).toContain(JSON.stringify(keep));
    for (const [i, { expected, held }] of orders.entries()) {
      expect(expected).toBeGreaterThanOrEqual(held);
      expect(expected).toBeLessThanOrEqual(orders[Math.max(0, i - 1)]!.expected);
    }
    expect((await decisionCard(prepared, policyById('greedy')!, 4, [])).prospects).toBeUndefined();
  });

  it('forbids exactly the choices after which no configuration is feasible, and names the cores that are missing', () => {
    const random = Random.stream(8, 'masks');
    let forbidden = 0;
    for (let seed = 0; seed < 120; seed++) {
      const { tables } = smallPipeline(seed);
      const all = [...allConfigurations(tables)];
      for (const configuration of all) expect(isFeasible(tables, configuration)).toBe(true);
      const actions = all.map((configuration) => {
        const action = new Int32Array(3 * tables.stages);
        toAction(configuration, action);
        return action;
      });
      for (let draw = 0; draw < 4; draw++) {
        const action = actions[random.integer(actions.length)]!;
        const { heads, rooms } = headsOf(tables, action, undefined);
        heads.forEach(({ choices, chosen, stage, knob }, h) => {
          expect(chosen).toBe(action[h]);
          choices.forEach((choice, j) => {
            const possible = actions.some(
              (a) => a[h] === j && action.slice(0, h).every((c, i) => a[i] === c),
            );
            expect(choice.forbidden).toBe(!possible);
            if (knob !== 'batch') expect(choice.cores > rooms[stage]!.room).toBe(choice.forbidden);
            if (choice.forbidden) forbidden++;
          });
        });
      }
    }
    // Otherwise the limits of these pipelines would have tested nothing.
    expect(forbidden).toBeGreaterThan(0);
  });

  it.each(['fluid', 'instant', 'discrete'] as const)(
    'says what everybody else would order in this state and earn (%s)',
    async (kind) => {
      const prepared = ready(kind);
      const { tables, track, loads, frontier } = prepared;
      const own = policyById('greedy')!;
      const k = 9;
      const card = await decisionCard(prepared, own, k, rivals);
      const ids = card.alternatives.map(({ id }) => id);
      expect([...ids].sort()).toEqual([...rivals.map(({ info }) => info.id), KEEP].sort());
      const rewards = card.alternatives.map(({ reward }) => reward);
      expect(rewards).toEqual([...rewards].sort((p, q) => q - p));
      const { series } = await runEpisode(prepared, own, untimed);
      const of = (id: string) => card.alternatives.find((alternative) => alternative.id === id)!;
      expect(of('greedy').reward).toBe(series.reward[k]);
      expect(of(OPTIMUM).configuration).toEqual(frontier.best(loads[k]!));
      expect(of(KEEP).configuration).toEqual(
        toConfiguration(tables, series.actions, 3 * tables.stages * (k - 1)),
      );
      // The whole episode again with that order in step k alone.
      for (const { configuration, reward } of card.alternatives) {
        const environment = createEnvironment(prepared, 1);
        environment.reset(0, track, 120);
        const action = new Int32Array(3 * tables.stages);
        for (let i = 0; i < k; i++)
          environment.step(series.actions.slice(i * action.length, (i + 1) * action.length));
        toAction(configuration, action);
        environment.step(action);
        expect(environment.results.reward[0]).toBe(reward);
      }
      if (kind === 'instant') expect(rewards[0]).toBeCloseTo(card.bound, 9);
    },
  );

  it('plays what a plan orders from this state too, where one is known', async () => {
    const prepared = ready('chance');
    const { tables } = prepared;
    const orders = new Int32Array(3 * tables.stages);
    toAction(prepared.frontier.best(prepared.loads[9]!), orders);
    const own = policyById('greedy')!;
    const without = await decisionCard(prepared, own, 9, rivals);
    const card = await decisionCard(prepared, own, 9, rivals, orders);
    const of = (id: string) => card.alternatives.find((alternative) => alternative.id === id)!;
    // It orders what the optimum for the load does.
    expect({ ...of(PLAN), id: OPTIMUM }).toEqual(of(OPTIMUM));
    expect(card.alternatives.filter(({ id }) => id !== PLAN)).toEqual(without.alternatives);
  });

  it('lets a rival with a memory watch from the start', async () => {
    const prepared = ready();
    const { tables, track } = prepared;
    const k = 7;
    const card = await decisionCard(prepared, policyById('greedy')!, k, [policyById('random')!]);
    const { series } = await runEpisode(prepared, policyById('greedy')!, untimed);
    const watching = await policyById('random')!.create(policyContext(prepared, 'random'));
    const environment = createEnvironment(prepared, 1);
    environment.reset(0, track, 120);
    const width = 3 * tables.stages;
    for (let i = 0; i < k; i++) {
      watching.decide(environment.observe(0));
      environment.step(series.actions.slice(i * width, (i + 1) * width));
    }
    expect(card.alternatives.find(({ id }) => id === 'random')!.configuration).toEqual(
      watching.decide(environment.observe(0)),
    );
  });

  it('refuses a decision that the episode does not have', async () => {
    await expect(decisionCard(ready(), policyById('greedy')!, 30, [])).rejects.toThrow(
      'The episode has 30 decisions; there is no number 30.',
    );
  });
});

describe('a policy that says it remembers nothing', () => {
  it.each(
    rivals.filter(({ info }) => !remembers(info)).map((factory) => [factory.info.id, factory] as const),
  )('%s orders the same whether or not it saw what came before', async (_id, factory) => {
    const prepared = ready();
    const k = 12;
    const moment = await replayTo(prepared, factory, k, [factory]);
    // The witness was not asked before; the policy was, twelve times.
    expect(moment.witnesses[0]!.decide(moment.observation)).toEqual(moment.policy.decide(moment.observation));
  });
});
