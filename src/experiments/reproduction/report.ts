/** The reproduction in words: a table of claims and one of levels, as Markdown. */
import { claims, spreadOf } from './claims.ts';
import { CONTENDERS, LOADS, type Contender, type Evidence, type Measured } from './evidence.ts';
import { BOUND_NAME, provenBounds, PLAN_NAME, POSSIBLE } from './reachable.ts';
import { AGENT_ID, AGENT_NAME, policyNames } from '../../policies/ids.ts';

const nameOf = (who: Contender): string => (who === AGENT_ID ? AGENT_NAME : policyNames[who]);

/** Everything in it comes from `evidence`. */
export function report(evidence: Evidence): string {
  const { seeds, budget, pipeline, levels, possible } = evidence;
  const amount =
    'seconds' in budget ? `${String(budget.seconds)} s` : `${budget.steps.toLocaleString('en')} decisions`;
  const cell = (values: readonly number[]): string => {
    const { mid, low, high } = spreadOf(values);
    return `${mid.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  };
  const lines = [
    '# The paper’s evaluation, run again',
    '',
    `Pipeline ${pipeline}, ${seeds.length === 1 ? '1 seed' : `${String(seeds.length)} seeds`}; each seed draws its own loads and trains its own agent for ${amount} on a synthetic day.`,
    'Figures are interquartile means over the seeds with 95 % bootstrap intervals.',
    'Written by the Reproduce view, or by `npm run -s headless -- compare --paper`.',
    '',
    '| the paper says | where | verdict | measured here | why |',
    '| --- | --- | --- | --- | --- |',
    ...claims.map(({ claim, where, judge }) => {
      const { verdict, measured, why } = judge(evidence);
      return `| ${claim} | ${where} | ${verdict} | ${measured} | ${why} |`;
    }),
    '',
    '| load | policy | cost, cores | Q, points | J, points |',
    '| --- | --- | ---: | ---: | ---: |',
    ...LOADS.flatMap((load) => {
      const row = (name: string, all: readonly Measured[]): string => {
        const cells = (['cost', 'qos', 'objective'] as const).map((field) => cell(all.map((m) => m[field])));
        return `| ${load} | ${name} | ${cells.join(' | ')} |`;
      };
      const reached = possible?.[load] ?? [];
      const bounds = provenBounds(reached);
      return [
        ...CONTENDERS.map((who) => row(nameOf(who), levels[load][who])),
        ...(reached.length > 0
          ? [
              row(
                PLAN_NAME,
                reached.map(({ plan }) => plan),
              ),
            ]
          : []),
        ...(bounds.length > 0 ? [`| ${load} | ${BOUND_NAME} | – | – | ${cell(bounds)} |`] : []),
      ];
    }),
    ...(possible ? ['', POSSIBLE] : []),
    '',
    '| stages x variants | IPA by HiGHS, ms | IPA exact, ms | OPD, ms |',
    '| --- | ---: | ---: | ---: |',
    ...evidence.decisionTimes.map(
      (d) =>
        `| ${String(d.stages)} x ${String(d.variants)} | ${d.ipa.toFixed(3)} | ${d.ipaExact.toFixed(3)} | ${d.opd.toFixed(3)} |`,
    ),
    '',
  ];
  return lines.join('\n');
}
