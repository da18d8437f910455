import { describe, expect, it } from 'vitest';
import { headline, scoreWords, yardstickNotes, type Piece } from './headline.ts';
import { nameOf } from './pick.ts';
import { plane } from './plane.ts';
import { possibleHere } from './possible.ts';
import { basis } from './words.ts';
import { documentOf, type ComparisonDocument } from '../../../experiments/comparison/document.ts';
import type { ComparisonPlan } from '../../../experiments/comparison/plan.ts';
import { resultOf } from '../../../experiments/comparison/record.ts';
import { presetById } from '../../../model/presets/index.ts';
import type { EnvironmentKind } from '../../../scenario/scenario.ts';
import { written } from '../../finding/told.ts';
import { runsWithoutSearch, usualSettings } from '../../../testing/comparisons.ts';

const policies = ['greedy', 'keda', 'optimum-predicted', 'static-best', 'random'];
const plan: ComparisonPlan = {
  pipelines: [presetById('video')!],
  workloads: [{ kind: 'drawn', id: 'steady-low' }],
  policies: [...policies, 'optimum-true'].map((key) => ({ kind: 'named', key })),
  seeds: [1, 2, 3],
  settings: usualSettings,
  series: 'none',
};
const run = resultOf(plan, await runsWithoutSearch(plan));

interface Told {
  /** J of each seed, and the share in time; undefined: older runs, which never counted it. */
  readonly j: readonly number[];
  readonly percent?: readonly number[];
}

/** The same runs with these results, of those named alone. */
function told(
  results: Readonly<Record<string, Told>>,
  environment: EnvironmentKind,
  lateWeight = 0,
): ComparisonDocument {
  const cells = run.cells.flatMap((cell) => {
    const result = results[cell.policy];
    if (!result) return [];
    const at = run.plan.seeds.indexOf(cell.seed);
    const requests = { arrived: 1000, served: 1000, dropped: 0 };
    const inTime = result.percent ? 10 * result.percent[at]! : NaN;
    return [{ ...cell, summary: { ...cell.summary, ...requests, inTime, objective: result.j[at]! } }];
  });
  const shown = run.plan.policies.filter(({ id }) => results[id]);
  const weights = { ...run.plan.weights, lateWeight };
  return documentOf({ ...run, cells, plan: { ...run.plan, policies: shown, environment, weights } }, []);
}

const plain = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : nameOf(piece.policy))).join('');
const on = 'On “Video: detect, classify”, ';
const about = (value: number): readonly number[] => [value - 0.01, value, value + 0.01];

describe('the headline', () => {
  it('names the best by J of all, the next, and who answers most in time, which J does not count', () => {
    const document = told(
      {
        greedy: { j: about(9.1), percent: about(71.2) },
        keda: { j: about(9.55), percent: about(84.4) },
        'optimum-predicted': { j: about(9.5), percent: about(70) },
        'static-best': { j: about(9.93), percent: about(71.2) },
      },
      'discrete',
    );
    expect(plain(headline(document))).toBe(
      `${on}Best fixed choice has the highest J, 9.93, knowing the load beforehand; KEDA follows with 9.55. KEDA answers most in time, 84.4\u00a0% against 71.2\u00a0% of Best fixed choice: J does not count who is late.`,
    );
  });

  it('does not say that J leaves out who is late where late requests have a price', () => {
    const results = {
      greedy: { j: about(9.9), percent: about(71.2) },
      'optimum-true': { j: about(9.5), percent: about(84.4) },
    };
    const [free, priced] = [0, 0.2].map((weight) => told(results, 'fluid', weight));
    expect(plain(headline(free!))).toContain(': J does not count who is late.');
    expect(plain(headline(priced!))).toMatch(/ against about 71\.2\u00a0% of Greedy\.$/);
    expect(yardstickNotes(free!).join()).toContain('queues and lateness are not in what it maximises');
    expect(yardstickNotes(priced!).join()).toContain('start-up and what has queued before are not in what');
    const [without, withPrice] = [free!, priced!].map((one) => plane(one, 'video', 'mean', 720).sentence);
    expect(withPrice).toBe(
      `${without!} J also takes off who is late, which is neither axis: points tell the share in time.`,
    );
  });

  it('names the best that does not know the load where yardsticks stand above it', () => {
    const document = told({ greedy: { j: about(9.1) }, 'static-best': { j: about(9.9) } }, 'fluid');
    expect(plain(headline(document))).toBe(
      `${on}Best fixed choice has the highest J, 9.90, knowing the load beforehand; Greedy follows with 9.10.`,
    );
    const three = told(
      { greedy: { j: about(9.1) }, 'static-best': { j: [9, 9.5, 9.7] }, keda: { j: about(8) } },
      'fluid',
    );
    expect(plain(headline(three))).toContain(
      'Best fixed choice with 9.40 and Greedy with 9.10 have the highest',
    );
  });

  it('names those that these seeds cannot tell apart, and no more than three', () => {
    const close = [9.9, 9.1, 9.5];
    const [two, many] = [
      told({ greedy: { j: close }, keda: { j: about(9.49) }, random: { j: about(2) } }, 'fluid'),
      told(Object.fromEntries(policies.map((id, i) => [id, { j: close.map((v) => v - i / 100) }])), 'fluid'),
    ];
    expect(plain(headline(two))).toBe(
      `${on}Greedy with 9.50 and KEDA with 9.49 have the highest J, too close to tell them apart.`,
    );
    // Each is below the one before by a hundredth at every seed: told apart.
    expect(plain(headline(many))).toContain('Greedy has the highest J, 9.50; KEDA follows with 9.49.');
    // Best on the second seed, the others on the first.
    const first = { greedy: { j: [9.1, 9.9, 9.53] } };
    const mixed = told(
      {
        ...Object.fromEntries(policies.map((id, i) => [id, { j: close.map((v) => v - i / 100) }])),
        ...first,
      },
      'fluid',
    );
    expect(plain(headline(mixed))).toMatch(
      /with 9\.51, .* with 9\.49, .* with 9\.48 and 2 more have the highest J/,
    );
  });

  it('says of the best whether it is that in time too, and about how much where nobody counted', () => {
    const at = (greedy: number, keda: readonly number[]): string =>
      plain(
        headline(
          told(
            { greedy: { j: about(9.5), percent: about(greedy) }, keda: { j: about(9), percent: keda } },
            'fluid',
          ),
        ),
      );
    expect(at(97, about(90))).toContain('. Greedy also answers most in time: about 97.0\u00a0%.');
    expect(at(90, [85, 90, 98])).toContain(
      '. Greedy answers about 90.0\u00a0% in time, and no other clearly more.',
    );
    expect(at(97, about(97))).toContain(
      '. Greedy answers about 97.0\u00a0% in time, and no other clearly more.',
    );
    expect(plain(headline(told({ greedy: { j: about(9.5) } }, 'fluid')))).toBe(
      `${on}Greedy has the highest J, 9.50.`,
    );
  });
});

describe('beside it', () => {
  it('stands a share of the reward that cannot be read as one of requests', () => {
    expect(plain(scoreWords(documentOf(run, [])))).toMatch(
      /^In reward, .+ comes \d\d\.\d\u00a0% of the way from Random to the best plan found: a share of what can be earned, not of requests\.$/,
    );
    const without = told({ greedy: { j: about(9.5) } }, 'fluid');
    expect(plain(scoreWords(without))).toContain('from choices at random to the best plan found');
    expect(plain(scoreWords(told({ greedy: { j: about(9.5) } }, 'instant')))).toContain('to the optimum: a');
  });

  it('stands what is possible, or what it was measured against before', () => {
    const document = told({ greedy: { j: about(9.5) } }, 'chance');
    const [row] = document.possible;
    const [found, bound] = [written('reward', row!.found.mean), written('reward', row!.bound!.mean)];
    const sentence = `With the load known in advance, the best plan found earns ${found} a decision`;
    const between = ` and nobody can earn more than ${bound}: what is possible lies between.`;
    expect(possibleHere(document)).toBe(`${sentence}${between}`);
    const two = possibleHere({ ...document, possible: [row!, row!] });
    expect(two).toBe(`${sentence}${between} Both are means over the loads.`);
    const singly = { ...document, possible: [{ ...row!, kind: 'plan' as const, bound: null }] };
    expect(possibleHere(singly)).toBe(`${sentence}; among single requests no bound is proven.`);
    expect(possibleHere(told({ greedy: { j: about(9.5) } }, 'instant'))).toBe(
      `With the load known in advance, the optimum earns ${found} a decision: here it is exact, and nobody can earn more.`,
    );
    const before = { ...document, possible: [{ ...row!, bound: null, former: true as const }] };
    expect(possibleHere(before)).toMatch(/^Measured as before, .* the best of some plans made in hindsight/);
    expect(possibleHere({ ...document, possible: [] })).toBe('');
  });

  it('stands why a yardstick can be beaten, where it is compared and can be', () => {
    const fixedChoice = { greedy: { j: about(9) }, 'static-best': { j: about(9.5) } };
    expect(yardstickNotes(told(fixedChoice, 'discrete')).join()).toMatch(
      /chosen by the equations.*can beat it/,
    );
    expect(yardstickNotes(told(fixedChoice, 'instant'))).toEqual([]);
    expect(yardstickNotes(told({ greedy: { j: about(9) } }, 'discrete'))).toEqual([]);
  });

  it('stands what differs from seed to seed on a load that is not drawn, by environment', () => {
    const of = (environment: EnvironmentKind): string => {
      const { result, ...rest } = told({ greedy: { j: about(9) } }, environment);
      const workloads = [{ id: 'own', name: 'own', drawn: false, source: 'a file' }];
      return basis({ ...rest, result: { ...result, plan: { ...result.plan, workloads } } });
    };
    expect(of('discrete')).toContain(
      'own has the same rate for every seed; what differs is when single requests arrive, which is drawn, and a policy’s own draws.',
    );
    expect(of('fluid')).toContain(
      'own has the same rate for every seed, so only a policy’s own draws differ there.',
    );
  });
});
