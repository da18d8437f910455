import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../scenario/experiment.ts';
import { parseLink } from './link.ts';
import { defaultView } from './linked.ts';
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
    expect(readOwnLink(text)).toEqual({
      experiment,
      view: defaultView,
      wanted: ['trace', 'pipeline'],
      troubles: [],
      rest: true,
    });
  });

  it('names imports that are compared, which come back where this browser holds them', () => {
    const compared = {
      ...defaultView.compared,
      pipelines: ['video', 'my pipeline'],
      workloads: ['bursty', 'import:0123abcd'],
    };
    const view = { ...defaultView, compared };
    const text = writeOwnLink({ experiment: defaultExperiment, view }, { pipeline: false });
    const read = readOwnLink(text);
    expect([read.view.compared, read.wanted, read.troubles]).toEqual([compared, ['pipeline', 'trace'], []]);
    const away = readOwnLink(text, undefined, () => false);
    expect(away.view.compared).toMatchObject({ pipelines: ['video'], workloads: ['bursty'] });
    expect(away.troubles.join(' ')).toMatch(
      /no pipeline to compare “my pipeline”.*no load to compare “import:0/,
    );
    const alone = readOwnLink('#c-loads=import:0123abcd');
    expect(alone.experiment.environment, 'a link of before, which had no default but the fluid').toBe(
      'fluid',
    );
    expect([alone.view.compared.workloads, alone.troubles]).toEqual([['import:0123abcd'], []]);
  });

  it('is a plain link where nothing is imported', () => {
    expect(writeOwnLink({ experiment: defaultExperiment, view: defaultView }, { pipeline: false })).toBe('');
    expect(writeOwnLink({ experiment, view: defaultView }, { pipeline: true })).toContain('env=chance&');
    expect(readOwnLink('#pipeline=nlp&seed=4')).toEqual({ ...parseLink('#pipeline=nlp&seed=4'), wanted: [] });
  });

  it('says what is no id of an import', () => {
    for (const hash of ['#load=import:zz', '#load=__proto__', `#pipeline=${'x'.repeat(81)}`, '#pipeline=']) {
      const { wanted, troubles } = readOwnLink(hash);
      expect(wanted, hash).toEqual([]);
      expect(troubles, hash).toHaveLength(1);
    }
  });

  it('an id of eighty emoji is one, and comes back', () => {
    const pipeline = '😀'.repeat(80);
    const text = writeOwnLink(
      { experiment: { ...experiment, pipeline }, view: defaultView },
      { pipeline: true },
    );
    expect(readOwnLink(text).experiment.pipeline).toBe(pipeline);
  });

  it('what this browser does not hold is said, and what was there stays, the visitor’s own included', () => {
    const before = { experiment, view: { ...defaultView, speed: 16 } };
    const held = (kind: string, id: string): boolean => kind === 'trace' && id === 'import:0123abcd';
    for (const [hash, said] of [
      [
        '#load=import:deadbeef',
        /imported load “import:deadbeef”, which this browser does not hold; import it again/,
      ],
      [
        '#pipeline=nobody',
        /pipeline “nobody” is none of the lab’s, and this browser does not hold it; import it again/,
      ],
      ['#load=import:deadbeef&pipeline=nobody', /import:deadbeef/],
    ] as const) {
      const { troubles, wanted, rest, ...state } = readOwnLink(hash, before, held);
      expect(state).toEqual(before);
      expect([wanted, rest]).toEqual([[], false]);
      expect(troubles.join(' ')).toMatch(said);
    }
    const some = readOwnLink('#load=import:0123abcd&pipeline=nobody', before, held);
    expect(some.experiment).toEqual({
      ...defaultExperiment,
      environment: 'fluid',
      workload: 'import:0123abcd',
      pipeline: experiment.pipeline,
    });
    expect(some.troubles).toHaveLength(1);
  });

  it('says of a load that is only shaped in Loads what of it is not here, and the header’s stands there', () => {
    const hash = '#v=loads&load=bursty&shape=bursty~plus:(import:0123abcd)~x2&env=chance';
    const here = readOwnLink(hash);
    expect([here.view.draft, here.wanted, here.troubles]).toEqual([
      'bursty~plus:(import:0123abcd)~x2',
      ['trace'],
      [],
    ]);
    const away = readOwnLink(hash, undefined, () => false);
    expect([away.view.draft, away.experiment.workload, away.rest]).toEqual([undefined, 'bursty', true]);
    expect(away.troubles).toEqual([
      'What the link shapes in Loads is made of the imported load “import:0123abcd”, which this browser does not hold; import it again. The header’s load stands instead.',
    ]);
  });

  it('says a load by its steps, readable, and names the import that it begins with', () => {
    const shaped = 'fluctuating~x1.5~plus:(bursty~clip:0,20)';
    const text = writeOwnLink(
      { experiment: { ...defaultExperiment, workload: shaped }, view: defaultView },
      { pipeline: false },
    );
    expect(`${text}&`).toContain(`load=${shaped}&`);
    const read = readOwnLink(text);
    expect([read.experiment.workload, read.wanted, read.troubles]).toEqual([shaped, [], []]);

    const own = '#load=import:0123abcd~window:60,600&env=chance';
    expect(readOwnLink(own)).toMatchObject({
      experiment: { workload: 'import:0123abcd~window:60,600' },
      wanted: ['trace'],
    });
    const away = readOwnLink(own, undefined, () => false);
    expect(away.experiment.workload).toBe('fluctuating');
    expect(away.troubles).toEqual([
      'The link names the imported load “import:0123abcd”, which this browser does not hold; import it again. “Fluctuating” stands instead.',
    ]);
    const strange = readOwnLink('#load=nothing~x2&env=chance');
    expect([strange.experiment.workload, strange.troubles]).toEqual([
      'fluctuating',
      ['There is no load “nothing~x2”. “Fluctuating” stands instead.'],
    ]);
  });
});
