/** Fig. 5's percentages as the paper states them (section VI-B), beside those measured here. */
import { shown, type Shown, type Statistic } from './pick.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { LOADS } from '../../../experiments/reproduction/evidence.ts';
import { STATED_EXCESS, type StatedExcess } from '../../../experiments/reproduction/paper.ts';
import { AGENT } from '../../theme/policies.ts';

interface Stated extends Omit<StatedExcess, 'against'> {
  readonly policy: string;
  readonly against: string;
  /** It follows from two that are stated. */
  readonly implied: boolean;
}

const OPD = STATED_EXCESS.map((stated): Stated => ({ ...stated, policy: AGENT, implied: false }));

/** IPA against Greedy: both are stated against OPD. */
export const STATED: readonly Stated[] = [
  ...OPD,
  ...LOADS.map((workload): Stated => {
    const [greedy, ipa] = OPD.filter((s) => s.workload === workload) as [Stated, Stated];
    const implied = (key: 'cost' | 'qos'): number =>
      100 * ((1 + greedy[key] / 100) / (1 + ipa[key] / 100) - 1);
    return {
      workload,
      policy: 'ipa-exact',
      against: 'greedy',
      cost: implied('cost'),
      qos: implied('qos'),
      implied: true,
    };
  }),
];

export interface Beside extends Stated {
  /** Per cent measured here; undefined where a value of the rival is not positive. */
  readonly measured: { readonly cost: Shown | undefined; readonly qos: Shown | undefined };
}

/** The statements that this document can be set beside, in the order of its workloads. */
export function besidePaper(
  { paired, result }: ComparisonDocument,
  pipeline: string,
  statistic: Statistic,
): readonly Beside[] {
  return result.plan.workloads.flatMap(({ id }) =>
    STATED.filter((stated) => stated.workload === id).flatMap((stated) => {
      const found = (metric: string): Shown | undefined => {
        const row = paired
          .find((p) => p.reference === stated.against && p.metric === metric)
          ?.rows.find((r) => r.pipeline === pipeline && r.workload === id && r.policy === stated.policy);
        return row?.percent ? shown(row.percent, statistic) : undefined;
      };
      const measured = { cost: found('cost'), qos: found('qos') };
      return measured.cost || measured.qos ? [{ ...stated, measured }] : [];
    }),
  );
}
