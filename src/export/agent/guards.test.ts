import { describe, expect, it } from 'vitest';
import { Guard } from './guards.ts';
import type { Guards } from './settings.ts';
import type { Observation } from '../../environment/environment.ts';
import { defaultLimits, type Configuration } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { compile, coresOf, isFeasible, toAction, toConfiguration } from '../../model/tables.ts';
import { randomObservations } from '../../testing/agents.ts';

const tables = compile(presetById('video')!, defaultLimits);
const open: Guards = {
  cooldownSeconds: { variant: 0, replicas: 0, batch: 0 },
  hysteresis: 0,
  waitUntilReady: false,
  surgeHeadroom: false,
};
const small: Configuration = [
  { variant: 0, replicas: 2, batch: 1 },
  { variant: 0, replicas: 2, batch: 1 },
];
const seen = (ordered: Configuration, starting: readonly number[] = [0, 0]): Observation => {
  const action = new Int32Array(6);
  toAction(ordered, action);
  const [observation] = randomObservations(tables, 1, 1);
  return {
    ...observation!,
    action,
    stages: observation!.stages.map((stage, n) => ({ ...stage, starting: starting[n]! })),
  };
};
const changed = (n: number, change: Partial<Configuration[number]>): Configuration =>
  small.map((one, i) => (i === n ? { ...one, ...change } : one));

describe('guards', () => {
  it('that are all open let every feasible wish through, and nothing else', () => {
    const wishes = randomObservations(tables, 200, 2).map(({ action }) => toConfiguration(tables, action));
    for (const wish of wishes) {
      const { configuration, held } = new Guard(tables, open).check(seen(small), wish, 0, 0);
      expect(configuration).toEqual(wish);
      expect(held).toEqual([]);
    }
    const tooLarge = changed(0, { variant: 4, replicas: 8 });
    expect(isFeasible(tables, tooLarge)).toBe(false);
    const refused = new Guard(tables, open).check(seen(small), tooLarge, 0, 0);
    expect(refused.configuration).toEqual(small);
    expect(refused.held).toEqual(['The wish is outside the limits; nothing is changed.']);
  });

  it('never let more cores through than there are, whatever they hold back', () => {
    const strict: Guards = {
      cooldownSeconds: { variant: 60, replicas: 20, batch: 30 },
      hysteresis: 0,
      waitUntilReady: true,
      surgeHeadroom: true,
    };
    const guard = new Guard(tables, strict);
    let ordered = small;
    let held = 0;
    randomObservations(tables, 2000, 3).forEach((observation, k) => {
      const action = new Int32Array(6);
      toAction(ordered, action);
      const starting = observation.stages.map((stage) => ({
        ...stage,
        starting: stage.starting < 7 ? 0 : 1,
      }));
      const wish = toConfiguration(tables, observation.action);
      const result = guard.check({ ...observation, action, stages: starting }, wish, 1, 10 * k);
      expect(isFeasible(tables, result.configuration)).toBe(true);
      guard.changed(ordered, result.configuration, 10 * k);
      ordered = result.configuration;
      if (result.held.length > 0) held++;
    });
    expect(held).toBeGreaterThan(500);
    expect(held).toBeLessThan(2000);
  });

  it('keep a knob for its cooldown, and no longer', () => {
    const guard = new Guard(tables, { ...open, cooldownSeconds: { variant: 0, replicas: 30, batch: 0 } });
    const more = changed(0, { replicas: 3 });
    guard.changed(small, more, 100);
    const back = guard.check(seen(more), changed(0, { batch: 4 }), 1, 129);
    expect(back.configuration).toEqual(changed(0, { replicas: 3, batch: 4 }));
    expect(back.held).toEqual(['crop: replicas changed too short ago.']);
    expect(guard.check(seen(more), small, 1, 130).configuration).toEqual(small);
  });

  it('keep the whole stage where its variant must stay: replicas are chosen for a variant', () => {
    const guard = new Guard(tables, { ...open, cooldownSeconds: { variant: 60, replicas: 0, batch: 0 } });
    const other = changed(1, { variant: 1 });
    guard.changed(small, other, 0);
    const wish = changed(1, { variant: 0, replicas: 5 });
    expect(guard.check(seen(other), wish, 1, 10).configuration).toEqual(other);
  });

  it('leave a stage alone whose replicas do not serve yet', () => {
    const guard = new Guard(tables, { ...open, waitUntilReady: true });
    const wish = small.map((one) => ({ ...one, replicas: 3 }));
    const { configuration, held } = guard.check(seen(small, [0, 1]), wish, 1, 0);
    expect(configuration.map(({ replicas }) => replicas)).toEqual([3, 2]);
    expect(held).toEqual(['classification: 1 of its replicas do not serve yet.']);
  });

  it('do nothing where the policy hardly prefers its wish', () => {
    const guard = new Guard(tables, { ...open, hysteresis: 0.5 });
    const wish = changed(0, { replicas: 3 });
    expect(guard.check(seen(small), wish, 0.4, 0).configuration).toEqual(small);
    expect(guard.check(seen(small), wish, 0.6, 0).configuration).toEqual(wish);
    expect(guard.check(seen(small), wish, Infinity, 0).configuration).toEqual(wish);
  });

  it('wait with a variant until its first replicas fit beside the old ones', () => {
    const guard = new Guard(tables, { ...open, surgeHeadroom: true });
    const [crop] = tables.pipeline.stages;
    const largest = crop!.variants.reduce(
      (best, one, z) => (one.cores > crop!.variants[best]!.cores ? z : best),
      0,
    );
    const { cores } = crop!.variants[largest]!;
    // Eight cores of one each stay beside it; the new variant needs its surge on top.
    const before: Configuration = [
      { variant: 0, replicas: 8, batch: 1 },
      { variant: 0, replicas: 8, batch: 1 },
    ];
    const fits = before.map((one, n) => (n === 0 ? { ...one, variant: largest, replicas: 1 } : one));
    const needed = 16 + cores;
    const room = new Guard(compile(tables.pipeline, { ...defaultLimits, maxCores: needed }), {
      ...open,
      surgeHeadroom: true,
    });
    expect(room.check(seen(before), fits, 1, 0).configuration).toEqual(fits);
    const tight = new Guard(compile(tables.pipeline, { ...defaultLimits, maxCores: needed - 1 }), {
      ...open,
      surgeHeadroom: true,
    });
    const kept = tight.check(seen(before), fits, 1, 0);
    expect(kept.configuration).toEqual(before);
    expect(kept.held[0]).toMatch(new RegExp(`would need ${String(needed)} cores of ${String(needed - 1)}`));
    expect(guard.check(seen(small), small, 1, 0)).toEqual({ configuration: small, held: [] });
  });

  it('count the old replicas at their new number: a Deployment scales before it replaces', () => {
    const before: Configuration = [
      { variant: 4, replicas: 2, batch: 1 },
      { variant: 0, replicas: 1, batch: 1 },
    ];
    const wish: Configuration = [{ variant: 0, replicas: 6, batch: 1 }, before[1]!];
    const of = (stage: number, variant: number): number =>
      tables.pipeline.stages[stage]!.variants[variant]!.cores;
    const needed = 6 * of(0, 4) + 2 * of(0, 0) + of(1, 0);
    const within = (maxCores: number): Configuration =>
      new Guard(compile(tables.pipeline, { ...defaultLimits, maxCores }), {
        ...open,
        surgeHeadroom: true,
      }).check(seen(before), wish, 1, 0).configuration;
    expect(within(needed)).toEqual(wish);
    expect(within(needed - 1)).toEqual(before);
  });

  it('give room to one new variant where there is none for two at once', () => {
    const wish = small.map((one) => ({ ...one, variant: 1 }));
    const of = (stage: number, variant: number): number =>
      tables.pipeline.stages[stage]!.variants[variant]!.cores;
    const both = 2 * of(0, 0) + of(0, 1) + 2 * of(1, 0) + of(1, 1);
    const within = (maxCores: number): number =>
      new Guard(compile(tables.pipeline, { ...defaultLimits, maxCores }), { ...open, surgeHeadroom: true })
        .check(seen(small), wish, 1, 0)
        .configuration.filter(({ variant }) => variant === 1).length;
    expect(within(both)).toBe(2);
    expect(within(both - 1)).toBe(1);
  });

  it('want room for a new batch size where the replicas make their own batches', () => {
    const full = compile(tables.pipeline, { ...defaultLimits, maxCores: coresOf(tables, small) });
    const wish = changed(0, { batch: 4 });
    const check = (ownBatches: boolean): Configuration =>
      new Guard(full, { ...open, surgeHeadroom: true }, ownBatches).check(seen(small), wish, 1, 0)
        .configuration;
    expect(check(false)).toEqual(wish);
    expect(check(true)).toEqual(small);
  });

  it('know of no cooldown that lies in the future: the clock was set back', () => {
    const guard = new Guard(tables, { ...open, cooldownSeconds: { variant: 0, replicas: 30, batch: 0 } });
    guard.changed(small, changed(0, { replicas: 3, batch: 4 }), 5000);
    expect(guard.check(seen(changed(0, { replicas: 3, batch: 4 })), small, 1, 1400).configuration).toEqual(
      small,
    );
  });

  it('keep a stage whose number must stay where another variant is wished', () => {
    const guard = new Guard(tables, { ...open, cooldownSeconds: { variant: 0, replicas: 60, batch: 0 } });
    const more = changed(0, { replicas: 3 });
    guard.changed(small, more, 0);
    expect(guard.check(seen(more), changed(0, { variant: 1, replicas: 1 }), 1, 10).configuration).toEqual(
      more,
    );
  });

  it('change nothing by a preference that is no number, and all where hysteresis is 0', () => {
    const wish = changed(0, { replicas: 3 });
    const strict = new Guard(tables, { ...open, hysteresis: 0.5 });
    expect(strict.check(seen(small), wish, NaN, 0).configuration).toEqual(small);
    expect(new Guard(tables, open).check(seen(small), wish, -0.1, 0).configuration).toEqual(wish);
  });
});
