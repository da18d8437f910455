import { describe, expect, it } from 'vitest';
import { Guard } from './guards.ts';
import type { Guards } from './settings.ts';
import type { Observation } from '../../environment/environment.ts';
import { defaultLimits, type Configuration } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { compile, isFeasible, toAction, toConfiguration } from '../../model/tables.ts';
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
});
