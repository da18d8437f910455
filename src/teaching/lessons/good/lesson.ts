import type { Figure } from '../../figures.ts';
import type { Lesson } from '../../lesson.ts';
import type { Lane } from '../../facts.ts';

/** A decision in which few requests come, and one in which many do. */
const QUIET = 140;
const BURST = 300;

/** One configuration all the time, and twice its replicas. */
const FIXED = 'hand:0=2.3.1/2.2.1';
const TWICE = 'hand:0=2.6.1/2.4.1';

const during = (from: number) => ({ from, to: from + 10 });
const term = (name: string, lane: Lane, from?: number): Figure => ({
  of: 'term',
  term: name,
  lane,
  ...(from === undefined ? {} : during(from)),
});
const measure = (id: string, lane: Lane, from?: number): Figure => ({
  of: 'measure',
  measure: id,
  lane,
  ...(from === undefined ? {} : during(from)),
});
const now = (as: Extract<Figure, { of: 'now' }>['as']): Figure => ({ of: 'now', as });
const setting = (field: string): Figure => ({ of: 'setting', field });
const ahead = (one: Figure, less: Figure): Figure => ({ of: 'difference', one, less });

const J = { a: measure('objective', 'a'), b: measure('objective', 'b') };

/** What good means: equation (3) term by term, and what its weights decide. Nothing queues, so that the sum is exact. */
export const good: Lesson = {
  id: 'good',
  version: 1,
  minutes: 6,
  needs: ['pipeline'],
  scene: {
    page: 'lab',
    set: {
      ...({ pipeline: 'video', workload: 'fluctuating', environment: 'instant', seed: 7 } as const),
      ...{ a: FIXED, b: FIXED },
    },
    time: QUIET,
    play: false,
    card: 'none',
  },
  steps: [
    { kind: 'read', id: 'number' },
    {
      kind: 'look',
      id: 'terms',
      part: 'row-qos',
      figures: {
        accuracy: term('Accuracy', 'a', QUIET),
        throughput: term('Throughput', 'a', QUIET),
        latency: term('Latency', 'a', QUIET),
        spare: term('Spare capacity', 'a', QUIET),
        unmet: term('Unmet load', 'a', QUIET),
        q: measure('qos', 'a', QUIET),
        rest: ahead(measure('qos', 'a', QUIET), term('Accuracy', 'a', QUIET)),
      },
      claims: [
        { figure: 'rest', is: 'between', than: -0.5, and: 0.5 },
        { figure: 'throughput', is: 'between', than: 0, and: 1 },
        { figure: 'latency', is: 'between', than: -1, and: 0 },
        { figure: 'spare', is: 'between', than: -1, and: 0 },
        { figure: 'unmet', is: 'equal', than: 0 },
      ],
      equation: {
        tex: String.raw`\begin{aligned}\sym{Q}{Q} ={}& \sym{a}{a}\,\sym{V}{V} + \sym{b}{b}\,\sym{T}{T} - \sym{L}{L} \\ &- \sym{c}{c}\,\sym{U}{\max(0, E)} \\ &- \sym{d}{d}\,\sym{E}{\max(0, -E)}\end{aligned}`,
        symbols: [
          { id: 'Q', part: 'row-qos', figure: now({ of: 'measure', measure: 'qos', lane: 'a' }) },
          { id: 'a', part: 'slider-accuracyWeight', figure: setting('accuracyWeight') },
          { id: 'V', part: 'lane-a', figure: now({ of: 'measure', measure: 'accuracy', lane: 'a' }) },
          { id: 'b', part: 'slider-throughputWeight', figure: setting('throughputWeight') },
          { id: 'T', part: 'lane-a', figure: now({ of: 'column', column: 'throughput', lane: 'a' }) },
          { id: 'L', part: 'row-latency', figure: now({ of: 'measure', measure: 'latency', lane: 'a' }) },
          { id: 'c', part: 'slider-unmetWeight', figure: setting('unmetWeight') },
          { id: 'U', part: 'row-unmet', figure: now({ of: 'measure', measure: 'unmet', lane: 'a' }) },
          { id: 'd', part: 'slider-spareWeight', figure: setting('spareWeight') },
          {
            id: 'E',
            part: 'row-load',
            figure: ahead(
              now({ of: 'measure', measure: 'unmet', lane: 'a' }),
              now({ of: 'column', column: 'excess', lane: 'a' }),
            ),
          },
        ],
      },
    },
    {
      kind: 'predict',
      id: 'burst',
      part: 'row-load',
      options: ['accuracy', 'latency', 'unmet'],
      outcome: { time: BURST },
      right: {
        by: 'least',
        figures: {
          accuracy: ahead(term('Accuracy', 'a', BURST), term('Accuracy', 'a', QUIET)),
          latency: ahead(term('Latency', 'a', BURST), term('Latency', 'a', QUIET)),
          unmet: ahead(term('Unmet load', 'a', BURST), term('Unmet load', 'a', QUIET)),
        },
      },
      figures: {
        load: { of: 'load', as: 'highest', ...during(BURST) },
        capacity: { of: 'column', column: 'throughput', lane: 'a', ...during(BURST) },
        unmet: term('Unmet load', 'a', BURST),
        latency: term('Latency', 'a', BURST),
        before: term('Latency', 'a', QUIET),
        q: measure('qos', 'a', BURST),
      },
      claims: [
        { figure: 'unmet', is: 'below', than: -10 },
        { figure: 'latency', is: 'equal', than: 'before' },
        { figure: 'q', is: 'below', than: 0 },
        { figure: 'load', is: 'above', than: 'capacity' },
      ],
    },
    {
      kind: 'predict',
      id: 'double',
      part: 'lane-b',
      scene: { time: QUIET },
      options: ['more', 'same', 'less'],
      outcome: { set: { b: TWICE } },
      right: {
        by: 'band',
        figure: ahead(measure('qos', 'b', QUIET), measure('qos', 'a', QUIET)),
        bands: [{ option: 'less', below: -0.05 }, { option: 'same', below: 0.05 }, { option: 'more' }],
      },
      figures: {
        quiet: ahead(measure('qos', 'b', QUIET), measure('qos', 'a', QUIET)),
        throughput: ahead(term('Throughput', 'b', QUIET), term('Throughput', 'a', QUIET)),
        spare: ahead(term('Spare capacity', 'b', QUIET), term('Spare capacity', 'a', QUIET)),
        burst: ahead(measure('qos', 'b', BURST), measure('qos', 'a', BURST)),
        used: {
          of: 'ratio',
          one: { of: 'load', as: 'highest', ...during(QUIET) },
          to: { of: 'column', column: 'throughput', lane: 'a', ...during(QUIET) },
          ...({ digits: 0, percent: true } as const),
        },
      },
      claims: [
        { figure: 'used', is: 'below', than: 50 },
        { figure: 'throughput', is: 'above', than: 0 },
        { figure: 'spare', is: 'below', than: -1 },
        { figure: 'burst', is: 'above', than: 10 },
      ],
    },
    {
      kind: 'predict',
      id: 'who',
      options: ['greedy', 'level', 'ipa'],
      outcome: { set: { a: 'greedy', b: 'ipa-exact' }, time: BURST },
      right: {
        by: 'band',
        figure: ahead(J.a, J.b),
        bands: [{ option: 'ipa', below: -0.2 }, { option: 'level', below: 0.2 }, { option: 'greedy' }],
      },
      figures: {
        greedyQ: measure('qos', 'a'),
        ipaQ: measure('qos', 'b'),
        greedyCost: measure('cost', 'a'),
        ipaCost: measure('cost', 'b'),
        greedy: J.a,
        ipa: J.b,
        price: setting('costWeight'),
        times: { of: 'ratio', one: measure('cost', 'b'), to: measure('cost', 'a'), digits: 1 },
      },
      claims: [
        { figure: 'times', is: 'between', than: 4.5, and: 5.5 },
        { figure: 'ipaQ', is: 'above', than: 'greedyQ' },
        { figure: 'ipaCost', is: 'above', than: 20 },
        { figure: 'greedyCost', is: 'below', than: 5 },
        { figure: 'greedy', is: 'above', than: 'ipa' },
      ],
    },
    {
      kind: 'do',
      id: 'turn',
      part: 'what-if',
      goal: {
        goal: 'figure',
        figure: ahead(J.b, J.a),
        name: 'the J of IPA less that of Greedy',
        is: 'at least',
        than: 0.1,
      },
      solution: { set: { costWeight: 0.08 } },
      figures: {
        lead: ahead(J.b, J.a),
        ipaCost: measure('cost', 'b'),
        costBefore: { of: 'kept', step: 'who', figure: 'ipaCost', as: measure('cost', 'b') },
        ipaAccuracy: measure('accuracy', 'b'),
      },
      claims: [
        { figure: 'lead', is: 'above', than: 0.1 },
        { figure: 'ipaCost', is: 'equal', than: 'costBefore' },
        { figure: 'ipaAccuracy', is: 'above', than: 1.4 },
      ],
      equation: {
        tex: String.raw`\sym{J}{J} = \sym{Q}{Q} - \sym{lambda}{\lambda}\,\sym{C}{C}`,
        symbols: [
          { id: 'J', part: 'headline', figure: J.b },
          { id: 'Q', part: 'row-qos', figure: measure('qos', 'b') },
          { id: 'lambda', part: 'slider-costWeight', figure: setting('costWeight') },
          { id: 'C', part: 'row-cost', figure: measure('cost', 'b') },
        ],
      },
    },
    {
      kind: 'predict',
      id: 'broken',
      scene: { time: QUIET },
      options: ['needed', 'accurate', 'far'],
      outcome: {
        set: { a: 'optimum-true', throughputWeight: 0.4, spareWeight: 0, costWeight: 0.15 },
      },
      right: {
        by: 'band',
        figure: {
          of: 'ratio',
          one: { of: 'column', column: 'throughput', lane: 'a', ...during(QUIET) },
          to: { of: 'load', as: 'highest', from: 120, to: 1200 },
          digits: 1,
        },
        bands: [{ option: 'needed', below: 0.8 }, { option: 'accurate', below: 2 }, { option: 'far' }],
      },
      figures: {
        capacity: { of: 'column', column: 'throughput', lane: 'a', ...during(QUIET) },
        later: { of: 'column', column: 'throughput', lane: 'a', ...during(BURST) },
        load: { of: 'load', as: 'highest', ...during(QUIET) },
        highest: { of: 'load', as: 'highest', from: 120, to: 1200 },
        accuracy: measure('accuracy', 'a'),
        ipaAccuracy: measure('accuracy', 'b'),
      },
      claims: [
        { figure: 'capacity', is: 'above', than: 'highest' },
        { figure: 'later', is: 'equal', than: 'capacity' },
        { figure: 'accuracy', is: 'below', than: 'ipaAccuracy' },
        { figure: 'accuracy', is: 'below', than: 1.16 },
      ],
    },
    {
      kind: 'explain',
      id: 'why',
      part: 'what-if',
      options: ['accuracy', 'cores', 'throughput'],
      right: {
        by: 'most',
        figures: {
          accuracy: ahead(term('Accuracy', 'a'), term('Accuracy', 'b')),
          cores: ahead(term('Cores', 'a'), term('Cores', 'b')),
          throughput: ahead(term('Throughput', 'a'), term('Throughput', 'b')),
        },
      },
      figures: {
        lead: ahead(J.a, J.b),
        throughput: ahead(term('Throughput', 'a'), term('Throughput', 'b')),
        accuracy: ahead(term('Accuracy', 'a'), term('Accuracy', 'b')),
        cores: ahead(term('Cores', 'a'), term('Cores', 'b')),
        capacity: { of: 'column', column: 'throughput', lane: 'a' },
        highest: { of: 'load', as: 'highest', from: 120, to: 1200 },
      },
      claims: [
        { figure: 'lead', is: 'above', than: 20 },
        { figure: 'throughput', is: 'above', than: 'lead' },
        { figure: 'accuracy', is: 'below', than: 0 },
        { figure: 'cores', is: 'above', than: 0 },
      ],
    },
  ],
};
