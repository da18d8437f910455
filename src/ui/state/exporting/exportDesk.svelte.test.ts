import { flushSync } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { ExportDesk, type ExportForm, type ExportHost } from './exportDesk.svelte.ts';
import { filesOf } from '../../../export/clusterFiles.ts';
import { defaultChoices, planOf } from '../../../export/cluster/plan.ts';
import type { ExportFile } from '../../../export/file.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import { refused } from '../../../model/result.ts';
import { chosenFor } from '../../../scenario/chosen.ts';
import { playStill } from '../../../scenario/still.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldAgent } from '../../../testing/trainings.ts';

const { scenario } = runRecord();
const { pipeline } = scenario;

class Host implements ExportHost {
  readonly pipeline = pipeline;
  readonly scenario = scenario;
  agent = $state.raw<AgentRecord | undefined>();
  readonly training = { origin: 'r1' };
}

let end: () => void = () => undefined;
afterEach(() => {
  end();
});

/** The view's desk; `policy` answers for the agent's part. */
function opened(
  policy: (agent: AgentRecord) => Promise<readonly ExportFile[]>,
  image?: string,
  played: ExportForm['comesTo'] = (of, { configuration }, load) =>
    Promise.resolve(playStill(of, configuration, load)),
  chosen: ExportForm['chosenFor'] = (...of) => chosenFor('best', ...of),
  answered = '',
) {
  const form: ExportForm = {
    loadFor: () => 20,
    planFor: (tables, { configuration }) =>
      image === ''
        ? refused('Stage 1 has no image.')
        : planOf(tables.pipeline, configuration, defaultChoices(tables.pipeline)),
    chosenFor: chosen,
    answeredFor: () => answered,
    comesTo: (...asked) => played(...asked),
    filesOf: (plan, { limits }, why, withAgent) => filesOf(plan, why, limits.maxCores, withAgent),
    policyOf: (agent) => policy(agent),
  };
  const host = new Host();
  let desk: ExportDesk | undefined;
  end = $effect.root(() => {
    desk = new ExportDesk(host, form, () => Promise.resolve('the program'));
  });
  flushSync();
  return { host, desk: desk! };
}

async function checked(desk: ExportDesk): Promise<void> {
  for (let i = 0; i < 400 && desk.checked === undefined; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    flushSync();
  }
}

describe('what is exported', () => {
  it('is checked object by object, and safe where a cluster would take it', async () => {
    const { desk } = opened(() => Promise.resolve([]));
    expect([desk.checked, desk.complaints, desk.safe]).toEqual([undefined, undefined, false]);
    expect(desk.objects).toBeGreaterThan(1);
    await checked(desk);
    expect([desk.complaints, desk.safe, desk.withAgent]).toEqual([0, true, false]);
  });

  it('says what the configuration comes to at its load, in words that say why it is the one', async () => {
    const { desk } = opened(() => Promise.resolve([]));
    expect(desk.comesTo).toBeUndefined();
    await checked(desk);
    expect(desk.comesTo).toEqual(playStill(scenario, desk.chosen.configuration, 20));
    expect(desk.comesTo!.load).toBe(20);
    const readme = desk.files.find(({ name }) => name === 'README.md')!;
    expect(readme.content).toContain(`The configuration is ${desk.why}.`);
    expect(readme.content).toContain(desk.played!.says);
  });

  it('repeats what the answer that was taken here says beside the load, in the README too, and can be saved', async () => {
    const short = 'It is for the peak. Over the whole load it answers 98.0 % in time.';
    const { desk } = opened(() => Promise.resolve([]), undefined, undefined, undefined, short);
    await checked(desk);
    expect([desk.answer, desk.safe]).toEqual([{ says: short, short: true }, true]);
    expect(desk.files.find(({ name }) => name === 'README.md')!.content).toContain(`**${short}**`);
  });

  it('counts in single requests what was asked to be in time, and is not to be saved before', async () => {
    const plays: { readonly environment: string; readonly go: () => void }[] = [];
    const { desk } = opened(
      () => Promise.resolve([]),
      undefined,
      (of, { configuration }, load) =>
        new Promise((resolve) => {
          const go = (): void => {
            resolve(playStill(of, configuration, load));
          };
          plays.push({ environment: of.environment, go });
        }),
      (tables, standing, load) => chosenFor('cheapest', tables, standing, load, 99),
    );
    expect(plays.map(({ environment }) => environment)).toEqual([scenario.environment, 'discrete']);
    plays[0]!.go();
    await checked(desk);
    expect([desk.comesTo === undefined, desk.safe]).toEqual([false, false]);
    expect(desk.answer!.says).not.toContain('counted');
    plays[1]!.go();
    await new Promise((resolve) => setImmediate(resolve));
    expect(desk.safe).toBe(true);
    expect(desk.answer!.says).toMatch(/[\d.]+ % counted in single requests/);
    expect(desk.played!.chanceLeftOut).toBe(false);
    expect(desk.files.find(({ name }) => name === 'README.md')!.content).toContain(desk.answer!.says);
  });

  it('says why it could not be played', async () => {
    const { desk } = opened(
      () => Promise.resolve([]),
      undefined,
      () => Promise.reject(new Error('It took too long')),
    );
    await checked(desk);
    expect([desk.comesTo, desk.trouble]).toEqual([undefined, 'It took too long.']);
    // What could not be played is no reason to refuse what a cluster would take.
    expect([desk.played, desk.safe]).toEqual([undefined, true]);
  });

  it('is not to be saved before it is known what it comes to', async () => {
    const { desk } = opened(
      () => Promise.resolve([]),
      undefined,
      () => new Promise(() => undefined),
    );
    await checked(desk);
    expect([desk.complaints, desk.safe]).toEqual([0, false]);
  });

  it('is nothing where something is missing', () => {
    const { desk } = opened(() => Promise.resolve([]), '');
    expect([desk.plan.ok, desk.files, desk.safe]).toEqual([false, [], false]);
  });

  it('says why the agent’s part is not in it, and forgets that with the agent', async () => {
    const { host, desk } = opened(() => Promise.reject(new Error('It does not fit')));
    host.agent = toldAgent('a');
    flushSync();
    await checked(desk);
    expect([desk.trouble, desk.withAgent, desk.complaints]).toEqual(['It does not fit.', false, 0]);
    host.agent = undefined;
    flushSync();
    expect(desk.trouble).toBe('');
  });

  it('heeds no agent that another has replaced', async () => {
    const late: ((files: readonly ExportFile[]) => void)[] = [];
    const { host, desk } = opened(() => new Promise((resolve) => late.push(resolve)));
    for (const name of ['first', 'second']) {
      host.agent = toldAgent(name);
      flushSync();
    }
    late[0]!([{ name: 'old.txt', text: 'old', objects: [] } as unknown as ExportFile]);
    await new Promise((resolve) => setImmediate(resolve));
    expect([late.length, desk.files.some(({ name }) => name === 'old.txt')]).toEqual([2, false]);
  });
});
