import { describe, expect, it } from 'vitest';
import { defaultExperiment } from './experiment.ts';
import { defaultView, readLink } from './link.ts';
import { readOwnLink, writeOwnLink } from './ownLink.ts';

describe('a link to what only this browser holds', () => {
  const experiment = {
    ...defaultExperiment,
    workload: 'import:0123abcd',
    pipeline: 'my pipeline & more',
    seed: 5,
  };

  it('names it, beside the fields that every link has', () => {
    const text = writeOwnLink({ experiment, view: defaultView }, { pipeline: true });
    expect(readOwnLink(text)).toEqual({ experiment, view: defaultView, wanted: ['trace', 'pipeline'] });
  });

  it('is a plain link where nothing is imported', () => {
    expect(writeOwnLink({ experiment: defaultExperiment, view: defaultView }, { pipeline: false })).toBe('');
    expect(readOwnLink('#pipeline=nlp&seed=4')).toEqual({ ...readLink('#pipeline=nlp&seed=4'), wanted: [] });
  });

  it('ignores what is no id of an import', () => {
    for (const hash of ['#load=import:zz', '#load=__proto__', `#pipeline=${'x'.repeat(81)}`, '#pipeline=']) {
      expect(readOwnLink(hash).wanted, hash).toEqual([]);
    }
  });
});
