import { afterEach, describe, expect, it, vi } from 'vitest';
import { History } from '../experiment/history.svelte.ts';
import { PolicyForm, type SettingsHost } from './policyForm.svelte.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import { runRecord } from '../../../testing/runs.ts';

const { scenario } = runRecord();

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The form of the policy that a lab shows. */
function opened(policy = 'hpa') {
  const done: string[] = [];
  class Host implements SettingsHost {
    policy = $state(policy);
    pipeline = $state.raw<Pipeline>(presets[0]!);
    readonly scenario = scenario;
    notice = '';
    readonly history = new History();
    readonly setPolicies = { edit: (from: string, to: string) => void done.push(`${from} to ${to}`) };
    use(keys: readonly string[]): void {
      done.push(`use ${keys.join()}`);
    }
  }
  const host = new Host();
  const form = new PolicyForm(host, () => host.policy);
  const row = (key: string) => form.rows.find(({ field }) => field.key === key)!;
  return { host, form, done, row };
}

describe('the settings of a policy', () => {
  it('are for all stages where no stage can have its own, whichever stage was looked at before', () => {
    const { host, form, row } = opened();
    form.wanted = '1';
    expect([form.staged, form.scope]).toEqual([true, 1]);
    host.policy = 'planner';
    expect([form.staged, form.scope, form.shared]).toEqual([false, undefined, []]);
    expect(form.change(row('horizon').field, 12)).toEqual({ ok: true, value: 'planner:horizon=12' });
    expect(form.change(row('steps').field, 30)).toMatchObject({ ok: false });
    expect(host.policy).toBe('planner:horizon=12');
  });

  it('that are changed make another policy, which takes its place on screen', () => {
    const { host, form, done, row } = opened();
    expect(form.change(row('target').field, 0.5)).toEqual({ ok: true, value: 'hpa:target=0.5' });
    expect([host.policy, row('target').value, done]).toEqual([
      ...['hpa:target=0.5', 0.5, ['hpa to hpa:target=0.5']],
    ]);
    form.become('hpa:target=0.5');
    expect(done, 'it is there already').toHaveLength(1);
    form.become('hpa:target=0.6');
    expect(host.history.undo().map(({ words }) => words)).toEqual(['a setting of HPA']);
    expect([host.policy, done.at(-1)]).toEqual(['hpa:target=0.5', 'hpa:target=0.6 to hpa:target=0.5']);
    host.policy = 'keda';
    host.history.undo();
    expect([host.policy, done.at(-1)], 'whatever was looked at meanwhile').toEqual([
      ...['hpa', 'hpa:target=0.5 to hpa'],
    ]);
    host.history.redo();
    expect([host.policy, done.splice(1).at(-1)]).toEqual(['hpa:target=0.5', 'hpa to hpa:target=0.5']);
    const { min, max } = { min: row('min').field, max: row('max').field };
    expect(form.change(max, 2).ok).toBe(true);
    const before = host.policy;
    expect(form.change(min, 5).ok, 'more at least than at most').toBe(false);
    expect(host.policy).toBe(before);
    form.become('hpa');
    expect(host.policy).toBe('hpa');
  });

  it('are those of all stages or of one, as long as the pipeline has it', () => {
    const { host, form, row } = opened();
    expect([form.scope, form.shared]).toEqual([undefined, []]);
    const last = host.pipeline.stages.length - 1;
    form.wanted = String(last);
    expect(form.scope).toBe(last);
    expect(form.rows.every(({ field }) => field.perStage)).toBe(true);
    form.change(row('target').field, 0.7);
    expect([form.ownOf(last), form.ownOf(0)]).toEqual([1, 0]);
    expect(host.policy).toBe(`hpa:${String(last + 1)}.target=0.7`);
    host.pipeline = { ...host.pipeline, stages: host.pipeline.stages.slice(0, last) };
    expect(form.scope, 'that stage is gone').toBeUndefined();
    expect(form.left).not.toBe('');
  });

  it('are chosen from what the pipeline has, and what was set on another stays to be seen', () => {
    const { host, form, row } = opened();
    const { stages } = host.pipeline;
    const names = (n: number): readonly string[] => stages[n]!.variants.map(({ name }) => name);
    const common = names(0).filter((name) => stages.every((_, n) => names(n).includes(name)));
    expect(form.optionsOf(row('variant'))).toEqual(['auto', ...common]);
    expect(form.remarkOf(row('variant').field) === '').toBe(common.length > 0);
    form.wanted = '0';
    expect(form.optionsOf(row('variant'))).toEqual(['auto', ...names(0)]);
    expect(form.remarkOf(row('variant').field)).toBe('');
    form.change(row('variant').field, 'elsewhere');
    expect(form.optionsOf(row('variant'))).toEqual(['auto', ...names(0), 'elsewhere']);
    expect(form.optionsOf(row('batch'))?.slice(0, 3)).toEqual(['auto', 1, 2]);
    expect(form.optionsOf(row('target')), 'it is typed').toBeUndefined();
  });

  it('are copied as a key where the browser allows it, and are in use then', async () => {
    const { host, form, done } = opened('hpa:target=0.5');
    const copied: string[] = [];
    vi.stubGlobal('navigator', {
      clipboard: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
    });
    await form.copy();
    expect([copied, done]).toEqual([['hpa:target=0.5'], ['use hpa:target=0.5']]);
    expect(host.notice).toMatch(/^Copied/);
    vi.stubGlobal('navigator', {});
    await form.copy();
    expect(host.notice).toMatch(/select the text/);
  });
});
