import { describe, expect, it } from 'vitest';
import { Comparison } from './comparison.svelte.ts';
import { ComparisonForm, type ComparisonHost } from './comparisonForm.svelte.ts';
import type { FoundPiece } from '../../../experiments/comparison/tasks.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import { presets } from '../../../model/presets/index.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldAgent } from '../../../testing/trainings.ts';

const { scenario } = runRecord();
const own = { ...presets[0]!, id: 'own', name: 'Mine' };
const trace = { ...scenario.workload, id: 'import:00000001', name: 'My load' };
const late = {
  kind: 'late',
  late: { pipeline: 'video', workload: 'steady-low', seed: 1, policy: 'hpa', why: 'It took too long.' },
} as unknown as FoundPiece;

/** A lab whose workers find one piece, and go on until they are stopped. */
function opened() {
  const comparison = new Comparison(() => ({
    run: (_plan, _found, report, signal) => {
      report([late]);
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    },
    document: () => Promise.reject(new Error('nothing was compared')),
    decisionTimes: () => Promise.resolve([]),
  }));
  class Host implements ComparisonHost {
    readonly pipelines = [own];
    readonly ownLoads = [trace];
    scenario = $state.raw(scenario);
    readonly yours = ['hpa:target=0.5', 'nonsense:a=1'];
    readonly experiment = { sla: undefined };
    readonly comparison = comparison;
    agent = $state.raw<AgentRecord | undefined>();
    get training() {
      return { agent: this.agent };
    }
  }
  const host = new Host();
  comparison.chosen = {
    ...comparison.chosen,
    ...{ pipelines: ['video'], workloads: ['steady-low'], policies: ['hpa'], seeds: 2 },
  };
  return { host, comparison, form: new ComparisonForm(host) };
}

describe('what can be compared', () => {
  it('is the lab’s own and what the visitor brought, and is chosen in the order on screen', () => {
    const { form, comparison } = opened();
    expect(form.pipelines.map(({ id }) => id)).toEqual([...presets.map(({ id }) => id), 'own']);
    expect([form.workloads.at(-1), form.yours]).toEqual([
      { id: trace.id, name: 'My load', summary: 'imported: the same for every seed' },
      ['hpa:target=0.5'],
    ]);
    form.toggle('workloads', trace.id);
    form.toggle('workloads', 'bursty');
    form.toggle('pipelines', 'own');
    form.toggle('pipelines', 'video');
    form.toggle('policies', 'random');
    form.toggle('policies', 'hpa:target=0.5');
    const { workloads, pipelines, policies } = comparison.chosen;
    expect([workloads, pipelines]).toEqual([['steady-low', 'bursty', trace.id], ['own']]);
    expect(policies.indexOf('hpa:target=0.5'), 'right after the one that it sets').toBe(
      policies.indexOf('hpa') + 1,
    );
    expect(form.plan.workloads.at(-1)).toEqual({ kind: 'fixed', workload: trace });
  });

  it('says on the button what it comes to', () => {
    const { form, comparison, host } = opened();
    expect(form.label).toBe('Compare: 2 runs');
    form.toggle('pipelines', 'own');
    expect(form.label).toBe('Compare: 4 runs');
    comparison.chosen = { ...comparison.chosen, pipelines: ['video'], policies: ['opd'] };
    expect(form.label, 'no agent is trained').toBe('Compare');
    host.agent = toldAgent('nlp');
    expect(form.label, 'it is none for this pipeline').toBe('Compare');
    comparison.chosen = { ...comparison.chosen, policies: ['hpa', 'hpa:9.target=0.5'] };
    expect([form.label, form.left.length], 'there is no stage 9').toEqual(['Compare: 2 runs', 1]);
  });

  it('goes on where a part of the very same was done before it was stopped', async () => {
    const { form, comparison } = opened();
    expect(form.resumable).toBe(false);
    const run = form.run();
    expect([form.resumable, comparison.share > 0]).toEqual([false, true]);
    comparison.stop();
    await run;
    expect([form.resumable, form.label]).toEqual([true, 'Resume']);
    comparison.chosen = { ...comparison.chosen, environment: 'instant' };
    expect(form.label, 'what was found holds elsewhere').toBe('Compare: 2 runs');
  });
});

describe('the choice follows the header', () => {
  it('until another one is made, and again when asked to', () => {
    const { host, comparison, form } = opened();
    form.follow('pipelines');
    form.follow('workloads');
    host.scenario = { ...scenario, pipeline: own, workload: trace, environment: 'discrete' };
    expect(form.standing).toMatchObject({
      pipelines: ['own'],
      workloads: ['steady-low', 'fluctuating', 'steady-high', trace.id],
      environment: 'discrete',
    });
    expect([form.plan.pipelines, form.plan.settings.environment]).toEqual([[own], 'discrete']);
    form.toggle('workloads', trace.id);
    host.scenario = scenario;
    expect(form.standing).toMatchObject({
      ...{ pipelines: [scenario.pipeline.id], workloads: ['steady-low', 'fluctuating', 'steady-high'] },
    });
    expect(comparison.chosen.workloads, 'from the first click on it is a choice').toHaveLength(3);
  });

  it('and results that are of something else than it say of what', () => {
    const { host, comparison, form } = opened();
    expect(form.changed).toEqual([]);
    comparison.made = form.plan;
    expect(form.changed).toEqual([]);
    const weights = { ...scenario.weights, costWeight: 0.3 };
    host.scenario = { ...scenario, forecaster: 'last', weights };
    expect(form.changed).toEqual(['forecast: LSTM, now Last 10 s', 'A core costs: 0.15, now 0.30']);
    host.scenario = scenario;
    form.toggle('pipelines', 'own');
    form.toggle('pipelines', 'video');
    expect(form.changed).toEqual(['pipelines: Video: detect, classify, now Mine']);
  });
});
