import { describe, expect, it } from 'vitest';
import type { ModelInput } from './session.ts';
import { dimsOf, fixedBatchOf, shapesOf, shapeWords, unasked } from './shapes.ts';

const input = (name: string, dims: ModelInput['dims']): ModelInput => ({ name, type: 'float32', dims });

describe('free dimensions', () => {
  it.each<readonly [string, readonly ModelInput[], string | undefined, boolean]>([
    ['N before images', [input('x', ['N', 3, 'H', 'W'])], 'N', true],
    ['a name with batch in it', [input('a', ['seq', 8]), input('b', ['past_batch', 8])], 'past_batch', true],
    ['what TensorFlow’s converter names', [input('x', ['unk__6', 'k'])], 'unk__6', true],
    ['the only one', [input('x', ['rows', 4])], 'rows', true],
    ['the first of the first axis, which is then asked', [input('x', ['rows', 'columns'])], 'rows', false],
    ['one without a name', [input('x', ['', 3, '', ''])], 'x[0]', false],
    ['none, where the first axis is fixed', [input('x', [1, 'seq'])], undefined, true],
    ['none', [input('x', [8, 3]), input('y', [8])], undefined, true],
  ])('count requests by %s', (_, inputs, batch, sure) => {
    expect(shapesOf(inputs)).toMatchObject({ batch, sure });
  });

  it('of one name are one; without a name each is its own; usual sizes are offered', () => {
    const { free } = shapesOf([
      input('ids', ['N', 'sequence_length']),
      input('mask', ['N', 'sequence_length']),
    ]);
    expect(free.map(({ key, places, usual }) => [key, places.length, usual])).toEqual([
      ['N', 2, undefined],
      ['sequence_length', 2, 128],
    ]);
    expect(shapesOf([input('x', ['', ''])]).free.map(({ label }) => label)).toEqual([
      'axis 0 of x',
      'axis 1 of x',
    ]);
  });

  it('are filled in, and those without a size are told', () => {
    const inputs = [input('x', ['N', 3, 'H', 'W']), input('scale', [])];
    expect(unasked(shapesOf(inputs), { H: 32 }, 'N').map(({ key }) => key)).toEqual(['W']);
    expect(dimsOf(inputs, { H: 32, W: 16 }, 'N', 4)).toEqual([[4, 3, 32, 16], []]);
    expect(() => dimsOf(inputs, { H: 32 }, 'N', 4)).toThrow('how large W is');
  });

  it('know the batch of a model that leaves none open', () => {
    expect(fixedBatchOf([input('x', [8, 3]), input('y', [8])], {})).toBe(8);
    expect(fixedBatchOf([input('x', [8, 3]), input('y', [2])], {})).toBe(1);
    expect(fixedBatchOf([input('x', [])], {})).toBe(1);
    expect(fixedBatchOf([input('x', ['N', 3])], { N: 4 })).toBe(4);
  });

  it('are written as people write shapes', () => {
    expect(shapeWords(['N', 3, ''])).toBe('[N, 3, ?]');
    expect(shapeWords([])).toBe('a single number');
  });
});
