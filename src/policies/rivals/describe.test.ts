import { describe, expect, it } from 'vitest';
import { policyById } from '../registry.ts';

const said = (key: string): string => {
  const info = policyById(key)!.info;
  expect(info.about).toHaveLength(5);
  return [info.summary, info.memory, info.simplifications, ...info.about].join('\n');
};

describe('what a policy says of itself with settings', () => {
  it('of single stages names them', () => {
    expect(said('hpa:target=0.8,1.target=0.6')).toMatch(
      /at about 80 % of its cores \(at stage 1: 60 % of its cores\) each/,
    );
    expect(said('hpa:2.metric=rate,2.target=5')).toMatch(
      /80 % of its cores \(at stage 2: 5 requests per second\)/,
    );
    expect(said('hpa:2.stabilisation=60')).toMatch(/of the last 300 s \(at stage 2: shrinks only .* 60 s\)/);
    expect(said('keda:2.target=9')).toMatch(/a full batch of .* \(at stage 2: 9 requests/);
    expect(said('kpa:target=10,3.window=30')).toMatch(
      /over 60 \(at stage 3: 30\) s and over 6 \(at stage 3: 3\) s/,
    );
    expect(said('autopilot:1.target=0.5')).toMatch(/70 \(at stage 1: 50\) % busy/);
    expect(said('hpa:2.min=3')).not.toMatch(/at stage/);
  });

  it('with a direction that is disabled never claims to go there', () => {
    const down = said('hpa:downSelect=disabled');
    expect(down).toMatch(/and never shrinks, since scaling down is disabled\./);
    expect(down).not.toMatch(/shrinks only/);
    const up = said('keda:upSelect=disabled,2.downSelect=disabled');
    expect(up).toMatch(/never grows, since scaling up is disabled/);
    expect(up).toMatch(/idle for 300 s \(at stage 2: idle for good\)/);
    expect(said('hpa:upSelect=disabled')).toMatch(/fails on bursts, because it never adds a replica/);
    expect(said('hpa:stabilisation=0')).toMatch(/shrinks at once/);
  });
});
