import { describe, expect, it } from 'vitest';
import { enteredByHand } from './byHand.ts';
import { noProvenance } from './texts.ts';
import type { AssumedFigure } from '../../../model/pipeline.ts';

const measured = {
  ...noProvenance,
  ...{
    source: 'perf_analyzer, 2 files',
    hardware: 'a T4',
    quantile: '0.99',
    samples: '4000',
    date: '2026-11-28',
  },
};

function after(...figures: readonly AssumedFigure[]): string {
  return figures.reduce(enteredByHand, measured).source;
}

describe('a provenance', () => {
  it('says which figures were typed, each once, beside where the others come from', () => {
    expect(after('accuracy')).toBe('perf_analyzer, 2 files; accuracy entered by hand');
    expect(after('cores', 'accuracy', 'cores')).toBe(
      'perf_analyzer, 2 files; accuracy and cores entered by hand',
    );
    expect(after('latency', 'startupSeconds', 'accuracy')).toBe(
      'perf_analyzer, 2 files; accuracy, start-up and latency entered by hand',
    );
    expect(after('accuracy', 'cores', 'latency', 'startupSeconds')).toBe('entered by hand');
  });

  it('keeps how latencies were timed until one is typed, and where until all are', () => {
    expect(enteredByHand(measured, 'cores')).toMatchObject({ quantile: '0.99', hardware: 'a T4' });
    const typed = enteredByHand(measured, 'latency');
    expect(typed).toMatchObject({ quantile: '', samples: '', hardware: 'a T4' });
    // What is said of it since stays.
    expect(enteredByHand({ ...typed, quantile: '0.95' }, 'latency').quantile).toBe('0.95');
  });

  it('leaves a source alone that ends otherwise', () => {
    expect(enteredByHand({ ...noProvenance, source: 'mine; yours entered by hand' }, 'cores').source).toBe(
      'mine; yours entered by hand; cores entered by hand',
    );
  });
});
