import { describe, expect, it } from 'vitest';
import { ownObservation, ownTables } from './contract.ts';
import { groupOf, members, type MemberGroup } from './interface.ts';
import { defaultLimits, defaultWeights } from '../../model/pipeline.ts';
import { compile, smallestConfiguration, toAction } from '../../model/tables.ts';
import { testPipeline } from '../../testing/pipelines.ts';

const pipeline = testPipeline([[[0.5, 1, 0.1, 0.05]], [[0.7, 2, 0.2, 0.05]]]);
const tables = compile(pipeline, defaultLimits);
const action = new Int32Array(3 * tables.stages);
toAction(smallestConfiguration(tables), action);
const stage = { ready: 1, starting: 0, backlog: 2, latency: 0.1, throughput: 5, cost: 1 };
const given = {
  observation: ownObservation(tables, {
    ...{ time: 120, load: 3, predicted: 4, recent: [3, 2], freeCores: 7, action },
    stages: pipeline.stages.map(() => stage),
  }),
  tables: ownTables({ tables, weights: defaultWeights, slaSeconds: 1 }, 10),
};

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? `${typeof (value as readonly unknown[])[0]}[]` : typeof value;

/** Every field of the object is written down as what it is, and nothing else is. */
function compare(object: object, group: MemberGroup): void {
  const written = members[group].members;
  expect(written.map(({ name }) => name).sort()).toEqual(Object.keys(object).sort());
  for (const { name, type, of } of written) {
    const value = (object as Readonly<Record<string, unknown>>)[name];
    expect(`${name}: ${type}`).toBe(`${name}: ${typeOf(value)}`);
    if (of) compare((Array.isArray(value) ? (value as readonly unknown[])[0] : value) as object, of);
  }
}

describe('the interface of a policy of one’s own', () => {
  it('is what the code is given', () => {
    compare(given.observation, 'observation');
    compare(given.tables, 'tables');
    compare(smallestConfiguration(tables)[0]!, 'order');
  });

  it('knows what a chain of names is made of', () => {
    expect(groupOf(['observation', 'stages'])).toBe('stage');
    expect(groupOf(['tables', 'stages'])).toBe('tableStage');
    expect(groupOf(['tables', 'stages', 'variants'])).toBe('variant');
    expect(groupOf(['tables', 'load'])).toBeUndefined();
    expect(groupOf(['mine'])).toBeUndefined();
  });
});
