/** Simulation, the exact optimum and every import of large files: off the main thread. Plain TypeScript only. */
import { expose, transfer } from 'comlink';
import { clock, patience } from './alive.ts';
import { columnsOf, episodesOf } from './episodes.ts';
import { own } from './lent.ts';
import type { PolicyChoice, SimulateApi } from './protocol.ts';
import { countOrders } from '../src/experiments/countedOrders.ts';
import { decisionCard } from '../src/experiments/decisionCard.ts';
import { runEpisode } from '../src/scenario/episode.ts';
import { fork } from '../src/experiments/fork.ts';
import { prepare, type Prepared } from '../src/scenario/prepare.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { inSingles } from '../src/scenario/singles.ts';
import { sizeOf } from '../src/scenario/size.ts';
import { gridOf } from '../src/experiments/policyMap/grid.ts';
import { policyMap } from '../src/experiments/policyMap/policyMap.ts';
import { yardstickFor } from '../src/experiments/yardstick.ts';
import { agentPolicy } from '../src/learning/network/trainedAgent.ts';
import { compile } from '../src/model/tables.ts';
import { orTooMuch } from '../src/model/watch.ts';
import { webAssemblyComplaint } from '../src/model/webAssembly.ts';
import { setHighsLocation } from '../src/policies/highs.ts';
import { ipa } from '../src/policies/ipa.ts';
import { lintWeights } from '../src/policies/lint.ts';
import { optimaOver } from '../src/policies/optimum/overLoads.ts';
import { ownPolicy } from '../src/policies/own/ownPolicy.ts';
import type { PolicyFactory } from '../src/policies/policy.ts';
import { policies, policyById } from '../src/policies/registry.ts';
import { importWorkload } from '../src/workload/import.ts';
import { sketchOf } from '../src/workload/sketch.ts';
import highsUrl from 'highs/runtime?url';

setHighsLocation(highsUrl);

/** The real load's peak over its quiet hours. */
const LINT_SPAN = 8;
/** Loads at which the optimum is told: a pixel or two of a chart for each. */
const OPTIMA = 240;
/** Between two words of how far that is. */
const TOLD_EVERY_MS = 100;
/** How long a plan is bettered for what an agent in training is measured against. */
const NARROWING_MS = 3000;

/** Preparing costs more than running: the last scenario stays prepared while only policies change. */
let last: { readonly key: string; readonly rates: Float64Array; readonly prepared: Prepared } | undefined;

function prepared(scenario: Scenario): Prepared {
  const { workload, ...rest } = scenario;
  const key = JSON.stringify({ ...rest, workload: workload.id });
  const same =
    last?.key === key &&
    last.rates.length === workload.rates.length &&
    last.rates.every((r, i) => r === workload.rates[i]);
  if (!last || !same)
    last = { key, rates: workload.rates, prepared: prepare(scenario, undefined, undefined, patience) };
  return last.prepared;
}

function factoryOf(choice: PolicyChoice): PolicyFactory {
  if (choice.kind === 'agent') return agentPolicy(choice.agent);
  if (choice.kind === 'own') return ownPolicy(choice.own, own);
  const factory = policyById(choice.id);
  if (!factory) throw new Error(`There is no policy "${choice.id}".`);
  return factory;
}

const api: SimulateApi = {
  async simulate(scenario, choices) {
    return episodesOf(prepared(scenario), choices.map(factoryOf));
  },
  lint(scenario) {
    const { tables, loads, longRun } = prepared(scenario);
    const peak = loads.reduce((a, b) => Math.max(a, b), 0);
    // From a quiet hour to the peak, also where the load on screen happens to be steady.
    const findings = lintWeights(tables, scenario.weights, longRun, peak / LINT_SPAN, peak);
    return Promise.resolve(findings.filter((finding) => !finding.ok));
  },
  decisionCard(scenario, policy, k, agent, plan) {
    // IPA by HiGHS orders what IPA orders; where it cannot run, the card does without it.
    const able = webAssemblyComplaint() === undefined ? policies : policies.filter((one) => one !== ipa);
    const rivals = agent ? [agentPolicy(agent), ...able] : able;
    return decisionCard(prepared(scenario), factoryOf(policy), k, rivals, plan);
  },
  fork: (scenario, policy, k, configuration, horizon) =>
    fork(prepared(scenario), factoryOf(policy), k, configuration, horizon),
  async count(scenario, choice) {
    const { summary } = await runEpisode(prepared(inSingles(scenario)), factoryOf(choice), {
      clock,
      record: false,
    });
    return summary;
  },
  countOrders: (scenario, before, orders) => countOrders(scenario, before, orders, patience),
  async yardstick(scenario, seed, told) {
    for await (const one of yardstickFor(scenario, seed, { clock, ms: NARROWING_MS }, patience)) told(one);
  },
  async policyMap(scenario, policy, told) {
    const grid = gridOf(scenario);
    for await (const row of policyMap(scenario, factoryOf(policy), grid, patience)) told({ grid, row });
  },
  async optima(pipeline, limits, weights, slaSeconds, told) {
    let toldAt = clock();
    const seldom = (share: number): void => {
      const now = clock();
      if (now - toldAt < TOLD_EVERY_MS) return;
      toldAt = now;
      told(share);
    };
    const found = await orTooMuch(
      `The optimum of ${pipeline.name} over its loads`,
      () => sizeOf({ pipeline, limits, workload: { rates: new Float64Array(0) } }),
      () => optimaOver(compile(pipeline, limits), weights, slaSeconds, OPTIMA, patience.frontier(), seldom),
    );
    return transfer(found, [...columnsOf(found)]);
  },
  async importTrace(file, asked) {
    const read = importWorkload(new Uint8Array(await file.arrayBuffer()), file.name, asked);
    if (!read.ok) return read;
    const { rates } = read.value.workload;
    const sketch = sketchOf(rates);
    return transfer({ ok: true, value: { ...read.value, sketch } }, [rates.buffer as ArrayBuffer]);
  },
  // Loaded when the first pipeline comes in: it brings the reader of YAML.
  async importPipeline(text, fileName, limits, asked) {
    const { pipelineFromFile } = await import('../src/export/intake/pipelineFile.ts');
    return pipelineFromFile(text, fileName, limits, asked);
  },
  // As the reader of YAML.
  async importLoadTest(file, unit) {
    const { readLoadTestFile } = await import('../src/profiles/read.ts');
    const bytes = new Uint8Array(await file.arrayBuffer());
    return readLoadTestFile(bytes, file.name, unit === undefined ? {} : { unit });
  },
  async fitLoadTests(tests, answers, quantile) {
    const { fitTests } = await import('../src/profiles/fitTests.ts');
    return fitTests(tests, answers, quantile);
  },
  async importAutoscalers(text, fileName, stageNames) {
    const { autoscalersFrom } = await import('../src/export/scalers/autoscalers.ts');
    return autoscalersFrom(text, fileName, stageNames);
  },
};

expose(api);
