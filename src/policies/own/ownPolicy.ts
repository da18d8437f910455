/** What a visitor brought, as a policy like any other. */
import { ownObservation, ownTables } from './contract.ts';
import { OwnFailure } from './failure.ts';
import { readOrder } from './order.ts';
import type { OwnPolicy } from './program.ts';
import type { OwnRuns } from './runs.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import { toConfiguration } from '../../model/tables.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

export function ownInfo({ key, name, program }: OwnPolicy): PolicyInfo {
  const network = program.kind === 'network';
  return {
    id: key,
    name,
    summary: network
      ? 'A network that you brought; it takes the choice with the highest logit that fits.'
      : 'Code that you brought; it orders what its decide() returns.',
    knobs: { variant: true, replicas: true, batch: true },
    memory: network
      ? 'none: a network reads one observation'
      : 'what the code keeps in its memory or its variables',
    simplifications: 'An order that breaks a limit is repaired or refused, as chosen, and counted.',
    source: 'You.',
    about: [
      `${name} is a policy that you brought.`,
      network
        ? 'A network reads each observation, and of each head the allowed choice with the highest logit is ordered.'
        : 'Its code is asked at every decision, in a sandbox without network or storage.',
      'It is told what every policy is told: the recent load, the forecast, and how each stage stands.',
      'When it does well is for you to find out: set it beside the others on several loads and seeds.',
      'An order that does not fit is repaired or refused and counted; one that takes over 50 ms ends it.',
    ],
  };
}

/** `own` on whatever `runs` it. Creating it rejects with `OwnFailure`, as `ask` does. */
export function ownPolicy(own: OwnPolicy, runs: OwnRuns): PolicyFactory {
  const info = ownInfo(own);
  return {
    info,
    async create(context) {
      const { tables, random } = context;
      const seed = Math.floor(random.uniform() * 2 ** 32);
      const run = await runs.start(own, { tables: ownTables(context, DECISION_SECONDS), seed }, tables);
      let [repaired, refused, decisions] = [0, 0, 0];
      let first: string | undefined;
      return {
        info,
        decide: () => {
          throw new Error(`${own.name} runs elsewhere: it is asked, and does not decide at once`);
        },
        async ask(observation) {
          decisions++;
          const answer = await run.decide({ plain: ownObservation(tables, observation), observation });
          const order = readOrder(tables, answer, own.onMisfit);
          if (order.kind === 'taken') return order.configuration;
          first ??= `At decision ${String(decisions)} ${order.why}.`;
          if (order.kind === 'repaired') {
            repaired++;
            return order.configuration;
          }
          refused++;
          return toConfiguration(tables, observation.action);
        },
        ...(run.tookMs ? { tookMs: () => run.tookMs!() } : {}),
        misfits: () => ({ repaired, refused, first }),
        end: () => {
          run.end();
        },
      };
    },
  };
}

/** Where nothing runs a visitor's policies: each is refused in a sentence. */
export const noOwnRuns: OwnRuns = {
  start: ({ name }) => Promise.reject(new OwnFailure(`${name} cannot be run here.`)),
};
