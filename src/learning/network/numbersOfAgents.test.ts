/** Networks that a record or a file brings: their answers stay numbers, or they are refused. */
import { describe, expect, it } from 'vitest';
import { agentOf, agentText, AgentSchema, parseAgent, type AgentRecord } from './trainedAgent.ts';
import { MOST } from './features.ts';
import { Forward } from './forward.ts';
import { initialParameters, largestAnswer, layoutOf, type NetworkShape } from './network.ts';
import * as v from 'valibot';
import { Random } from '../../model/random.ts';

const deep: NetworkShape = { inputs: 6, width: 8, blocks: 8, heads: [3, 2] };
const agentWith = (fill: (i: number) => number, shape = deep): AgentRecord =>
  agentOf(
    'p',
    shape,
    { load: 10, latency: 2, backlog: 20 },
    Float32Array.from({ length: layoutOf(shape).size }, (_, i) => fill(i)),
  );

/** What file and record say, which must be one. */
function said(agent: AgentRecord): string {
  const file = parseAgent(agentText(agent), 'agent.json');
  const record = v.safeParse(AgentSchema, agent);
  expect(record.success).toBe(file.ok);
  return file.ok ? 'it was taken' : file.message;
}

describe('the parameters of an agent', () => {
  it('are taken as trainings begin with them, deep ones too', () => {
    const random = Random.stream(1, 'test');
    for (const shape of [deep, { inputs: 60, width: 64, blocks: 8, heads: [5, 8, 5, 5, 8, 5] }])
      expect(
        said(agentOf('p', shape, { load: 1, latency: 1, backlog: 1 }, initialParameters(shape, random))),
      ).toBe('it was taken');
  });

  it.each([
    ['beyond measure each', () => 1e30, /at parameters\.0: .*must be a number from -1,000,000 to 1,000,000/],
    [
      'so large that their sums run to infinity',
      () => 1e6,
      /so large that its answers can run to infinity\.$/,
    ],
    [
      'large with either sign',
      (i: number) => (i % 2 === 0 ? 1e5 : -1e5),
      /so large that its answers can run to infinity\.$/,
    ],
  ])('are refused where they are %s', (_, fill, sentence) => {
    expect(said(agentWith(fill))).toMatch(sentence);
  });

  it('are refused where they are too few or too many', () => {
    const agent = agentWith(() => 0.1);
    for (const parameters of [
      agent.parameters.slice(1),
      new Float32Array(agent.parameters.length + 1),
      new Float32Array(0),
    ])
      expect(said({ ...agent, parameters })).toMatch(/its network has \d+ parameters, the file holds \d+\.$/);
  });

  it.each([
    { width: 1e9 },
    { blocks: 1e9 },
    { inputs: 0 },
    { heads: [] },
    { heads: [1e308] },
    { width: 2.5 },
  ])('with a shape of %o are refused at once', (shape) => {
    const agent = agentWith(() => 0.1);
    expect(said({ ...agent, shape: { ...deep, ...shape } })).toMatch(
      /^agent\.json: not an agent's file; at shape\./,
    );
  });

  it.each([{ load: 0 }, { latency: 1e300 }, { backlog: -1 }])('with ranges of %o are refused', (ranges) => {
    const agent = agentWith(() => 0.1);
    expect(said({ ...agent, ranges: { ...agent.ranges, ...ranges } })).toMatch(/; at ranges\./);
  });
});

describe('the bound on what a network answers', () => {
  it('holds for inputs at the edge of their range, whatever the parameters', () => {
    const random = Random.stream(2, 'test');
    for (let k = 0; k < 200; k++) {
      const size = 10 ** (4 * random.uniform() - 2);
      const agent = agentWith(() => size * random.normal());
      const bound = largestAnswer(deep, agent.parameters, MOST);
      const x = Float32Array.from({ length: deep.inputs }, () => (random.uniform() < 0.5 ? -MOST : MOST));
      const out = new Float32Array(layoutOf(deep).outputs);
      new Forward(deep, agent.parameters).run(x, 1, out);
      const most = Math.max(...Array.from(out, Math.abs));
      if (bound < 1e38) expect(most).toBeLessThanOrEqual(bound * (1 + 1e-6));
      else expect(said(agent)).toContain('run to infinity');
    }
  });
});
