/**
 * What IPA's queue term does to its decisions, against every configuration of the five measured pipelines.
 *
 * The term enters one place only, the latency constraint: service time + term <= SLA. `ipa` leaves it out. `ipa-published`
 * adds the wait of the first request of a batch at each stage, (b - 1) / load. `ipa-as-shipped` adds the constant
 * -|V| (|B| - 1) / load at each stage, which depends on no choice: it lends all configurations the same seconds, the
 * more the lower the load. So as shipped no configuration is excluded that either of the others allows, and the decision
 * differs exactly where the best configuration that the lent seconds let pass is too slow without them.
 */
import { describe, expect, it } from 'vitest';
import { ipaAsShipped, ipaExact, ipaPublished } from './ipa.ts';
import { evaluate } from '../model/objective.ts';
import { defaultLimits, defaultWeights, type Configuration, type Pipeline } from '../model/pipeline.ts';
import { presets } from '../model/presets/index.ts';
import { Random } from '../model/random.ts';
import { compile, smallestConfiguration, type Tables } from '../model/tables.ts';
import { decisions } from '../testing/decisions.ts';
import { allConfigurations } from '../testing/enumerate.ts';

/** Between the rounding of sums (1e-14) and the least deliberate difference of two objectives, a batch weight of 1e-6. */
const TIE = 1e-9;

const policies = { none: ipaExact, published: ipaPublished, 'as-shipped': ipaAsShipped } as const;
type Term = keyof typeof policies;
const terms = ['none', 'published', 'as-shipped'] as const satisfies readonly Term[];

/** What IPA's program needs to know of one configuration. */
interface Candidate {
  readonly key: string;
  readonly value: number;
  readonly throughput: number;
  readonly latency: number;
  /** Sum of b - 1 over the stages. */
  readonly behind: number;
}

const keyOf = (stages: readonly (readonly number[])[]): string => stages.join(' ');
const triples = (configuration: Configuration): number[][] =>
  configuration.map(({ variant, replicas, batch }) => [variant, replicas, batch]);

/** Every configuration within the limits, the best first. */
function candidatesOf(tables: Tables): Candidate[] {
  const candidates: Candidate[] = [];
  for (const configuration of allConfigurations(tables)) {
    const { accuracy, cost, throughput, latency } = evaluate(tables, defaultWeights, configuration, 0);
    const batches = configuration.reduce((sum, { batch }) => sum + batch, 0);
    candidates.push({
      key: keyOf(triples(configuration)),
      value: 10.0001 * accuracy - 0.02 * cost - 1e-6 * batches,
      throughput,
      latency,
      behind: batches - tables.stages,
    });
  }
  return candidates.sort((a, b) => b.value - a.value);
}

/** Service seconds and `term` of a configuration. Without load there is no term: nobody waits for a batch to fill. */
function secondsOf({ latency, behind }: Candidate, term: Term, tables: Tables, load: number): number {
  if (term === 'none' || load === 0) return latency;
  return term === 'published' ? latency + behind / load : latency - lent(tables, load);
}

/** Seconds that the term as shipped lends: the sum over the stages of |V| (|B| - 1) / load. */
function lent({ variants, batches }: Tables, load: number): number {
  return (variants.reduce((sum, count) => sum + count, 0) * (batches.length - 1)) / load;
}

interface Best {
  /** -Infinity where nothing is feasible. */
  readonly value: number;
  /** All that reach it, by key. */
  readonly reached: ReadonlyMap<string, Candidate>;
}

/** The best of `candidates` (sorted so) of which `isFeasible` holds. */
function bestOf(candidates: readonly Candidate[], isFeasible: (candidate: Candidate) => boolean): Best {
  const reached = new Map<string, Candidate>();
  let value = -Infinity;
  for (const candidate of candidates) {
    if (candidate.value < value - TIE) break;
    if (!isFeasible(candidate)) continue;
    value = Math.max(value, candidate.value);
    reached.set(candidate.key, candidate);
  }
  return { value, reached };
}

interface Case {
  readonly tables: Tables;
  readonly load: number;
  readonly sla: number;
  readonly best: Readonly<Record<Term, Best>>;
  /** Keys of what each policy ordered, and of what was in force before: it keeps that where nothing is feasible. */
  readonly ordered: Readonly<Record<Term, string>>;
  readonly before: Readonly<Record<Term, string>>;
}

const byTerm = <T>(of: (term: Term) => T): Record<Term, T> => ({
  none: of('none'),
  published: of('published'),
  'as-shipped': of('as-shipped'),
});

/** Truth and orders at no load and at sixty random ones, under the SLA of the pipeline and under tighter ones. */
async function casesOf(pipeline: Pipeline): Promise<Case[]> {
  const tables = compile(pipeline, defaultLimits);
  const candidates = candidatesOf(tables);
  const random = Random.stream(11, 'queue term', pipeline.id);
  const loads = [0, ...Array.from({ length: 60 }, () => 40 * random.uniform())];
  const cases: Case[] = [];
  for (const factor of [1, 0.5, 0.25, 0.1]) {
    const sla = factor * pipeline.slaSeconds;
    const moments = loads.map((load) => ({ load }));
    const asked = byTerm((term) =>
      decisions(policies[term], { ...pipeline, slaSeconds: sla }, defaultLimits, moments),
    );
    const orders = {
      none: await asked.none,
      published: await asked.published,
      'as-shipped': await asked['as-shipped'],
    };
    const smallest = triples(smallestConfiguration(tables));
    loads.forEach((load, i) => {
      cases.push({
        tables,
        load,
        sla,
        best: byTerm((term) =>
          bestOf(candidates, (c) => c.throughput >= load && secondsOf(c, term, tables, load) <= sla),
        ),
        ordered: byTerm((term) => keyOf(orders[term][i]!)),
        before: byTerm((term) => keyOf(i === 0 ? smallest : orders[term][i - 1]!)),
      });
    });
  }
  return cases;
}

describe.each(presets.map((pipeline) => [pipeline.id, pipeline] as const))(
  'queue terms on %s',
  (_id, pipeline) => {
    const cases = casesOf(pipeline);

    it.each(terms)(
      'with the term "%s" IPA orders the best configuration there is under that term',
      async (term) => {
        let feasible = 0;
        for (const { best, ordered, before } of await cases) {
          if (best[term].reached.size > 0) {
            feasible++;
            expect([...best[term].reached.keys()]).toContain(ordered[term]);
          } else {
            expect(ordered[term]).toBe(before[term]);
          }
        }
        expect(feasible).toBeGreaterThan(0);
      },
    );

    it.each(['none', 'published'] as const)(
      'as shipped it differs from the term "%s" exactly where the lent seconds let something better pass',
      async (term) => {
        let [alike, different] = [0, 0];
        for (const { tables, load, sla, best, ordered } of await cases) {
          const [shipped, other] = [best['as-shipped'], best[term]];
          // It loosens: whatever is feasible under the other term is feasible as shipped.
          expect(shipped.value).toBeGreaterThanOrEqual(other.value);
          if (shipped.reached.size === 0) continue;
          const chosen = shipped.reached.get(ordered['as-shipped'])!;
          const took = secondsOf(chosen, term, tables, load);
          if (other.reached.size === 0) {
            // It promises an SLA that no configuration keeps.
            expect(took).toBeGreaterThan(sla);
          } else if (shipped.value - other.value <= TIE) {
            alike++;
            expect(Math.abs(chosen.value - other.reached.get(ordered[term])!.value)).toBeLessThanOrEqual(TIE);
          } else {
            different++;
            expect(ordered['as-shipped']).not.toBe(ordered[term]);
            expect(took).toBeGreaterThan(sla);
            expect(chosen.latency).toBeLessThanOrEqual(sla + lent(tables, load));
          }
        }
        expect(alike).toBeGreaterThan(0);
        expect(different).toBeGreaterThan(0);
      },
    );
  },
);
