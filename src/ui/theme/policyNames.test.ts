import { describe, expect, it } from 'vitest';
import { policyStyle } from './policies.ts';
import { namesApart } from './policyNames.ts';

const of = (...keys: string[]): readonly string[] =>
  [...namesApart(keys).values()].map((name) => name.replaceAll('\u00a0', ' '));

describe('names of policies with settings', () => {
  it('say what differs from the plain policy', () => {
    expect(policyStyle('hpa:target=0.5').name).toBe('HPA (target 50 %)');
    expect(of('hpa', 'hpa:target=0.5', 'greedy')).toEqual(['HPA', 'HPA (target 50 %)', 'Greedy']);
  });

  it('leave out what all of them share, unless nothing would be left or the plain policy is beside them', () => {
    const [one, two] = ['hpa:target=0.5,stabilisation=120', 'hpa:target=0.5,stabilisation=60'] as const;
    expect(of(one, two)).toEqual(['HPA (stabilisation down 120 s)', 'HPA (stabilisation down 60 s)']);
    expect(of('hpa', one, two)[1]).toBe('HPA (target 50 %, stabilisation down 120 s)');
    expect(of('hpa:target=0.5', one)).toEqual(['HPA (target 50 %)', 'HPA (stabilisation down 120 s)']);
  });

  it('count what does not fit, and never coincide', () => {
    const long = 'hpa:target=0.5,min=2,max=6,upStabilisation=10,stabilisation=120,down=pods:1:60,downSelect=';
    const names = of('hpa', `${long}min`, `${long}disabled`);
    expect(names[1]).toMatch(/^HPA \(target 50 %, minimum 2, .*, [2-5] more\)$/);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name.length).toBeLessThan(66);
  });

  it('tell stages apart, and give a target the unit of its metric', () => {
    expect(of('hpa:2.target=0.5', 'hpa:3.target=0.5')).toEqual([
      'HPA (stage 2: target 50 %)',
      'HPA (stage 3: target 50 %)',
    ]);
    expect(of('hpa:metric=rate,target=20', 'hpa:metric=rate,target=30')).toEqual([
      'HPA (metric rate, target 20 requests per second)',
      'HPA (metric rate, target 30 requests per second)',
    ]);
  });
});
