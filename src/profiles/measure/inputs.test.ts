import { describe, expect, it } from 'vitest';
import { feedsOf } from './inputs.ts';
import { ELEMENTS, type ModelInput } from './session.ts';
import { Random } from '../../model/random.ts';

const made = (inputs: readonly ModelInput[], seed = 1): readonly (readonly number[])[] => {
  const feeds = feedsOf(inputs, {}, 'N', 2, Random.stream(seed, 'test'));
  if (!feeds.ok) throw new Error(feeds.message);
  return feeds.value.map(({ values }) => Array.from(values, Number));
};

describe('inputs made by chance', () => {
  it('are the same with the same seed', () => {
    const inputs = [{ name: 'x', type: 'float32', dims: ['N', 50] }];
    expect(made(inputs)).toEqual(made(inputs));
    expect(made(inputs)).not.toEqual(made(inputs, 2));
  });

  it.each(ELEMENTS)('of %s are as many as the shape has, within its range', (type) => {
    const [values] = made([{ name: 'x', type, dims: ['N', 100] }]);
    expect(values).toHaveLength(200);
    expect(new Set(values).size).toBeGreaterThan(1);
    // Whole numbers are indices of any table; fractions and bytes fill their range.
    const most = /^float(32|64)$/.test(type)
      ? 1
      : type === 'float16'
        ? 0x3bff
        : /^u?int8$/.test(type)
          ? 255
          : 1;
    expect(Math.max(...values!)).toBeLessThanOrEqual(most);
    expect(Math.min(...values!)).toBeGreaterThanOrEqual(type === 'int8' ? -128 : 0);
  });

  it('hide nothing by a mask', () => {
    expect(made([{ name: 'attention_mask', type: 'int64', dims: ['N', 3] }])).toEqual([[1, 1, 1, 1, 1, 1]]);
  });
});
