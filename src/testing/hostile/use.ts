/** What was taken is used: whatever enters must end with finite figures. */
import { Wrong } from './class.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare, type Prepared } from '../../scenario/prepare.ts';
import { defaultScenario, type EnvironmentKind, type Scenario } from '../../scenario/scenario.ts';
import { patienceOf } from '../../model/patience.ts';
import { widestLimits } from '../../model/bounds.ts';
import { defaultLimits, type Limits, type Pipeline } from '../../model/pipeline.ts';
import { policyById } from '../../policies/registry.ts';
import { HISTORY_SECONDS, type Workload } from '../../workload/workload.ts';
import { generateWorkload } from '../../workload/generators.ts';

/** Ten decisions: long enough for queues to grow and batches to time out. */
const SECONDS = HISTORY_SECONDS + 100;

let generated: Workload | undefined;

/** A short load, the same for all. */
export function shortLoad(): Workload {
  generated ??= cut(generateWorkload('bursty', 5));
  return generated;
}

/** The first seconds of a load; a shorter one is repeated. */
export function cut(workload: Workload): Workload {
  const { rates } = workload;
  return { ...workload, rates: Float64Array.from({ length: SECONDS }, (_, t) => rates[t % rates.length]!) };
}

/** The lab's own time limits, shortened, by the processor's time: what they stop is refused in a sentence (attempt.ts). */
const SECONDS_EACH = 1;
const patience = patienceOf(() => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}, SECONDS_EACH);

/** Makes a scenario ready within the limits. */
export const prepared = (scenario: Scenario): Prepared => prepare(scenario, undefined, undefined, patience);

/** Replays a scenario under a policy; throws where a figure is not finite. */
export async function replay(scenario: Scenario, policy: string): Promise<void> {
  const factory = policyById(policy);
  if (!factory) throw new Wrong(`there is no policy ${policy}`);
  const { series, summary } = await runEpisode(prepared(scenario), factory, {
    clock: () => 0,
    record: false,
  });
  mustBeFinite(summary, 'the summary of its replay');
  mustBeFinite(series, 'the steps of its replay');
}

const ENVIRONMENTS: readonly EnvironmentKind[] = ['fluid', 'chance', 'instant', 'discrete'];

/** Replays a pipeline in each environment in turn, by `turn`. */
export async function replayPipeline(pipeline: Pipeline, turn: number): Promise<void> {
  const environment = ENVIRONMENTS[turn % ENVIRONMENTS.length]!;
  const scenario = {
    ...defaultScenario(pipeline, shortLoad()),
    environment,
    forecaster: 'last',
    limits: limitsFor(pipeline),
  };
  await replay(scenario, turn % 2 === 0 ? 'hpa' : 'ipa-exact');
}

/** The usual limits, or, for a larger pipeline, the widest. */
function limitsFor(pipeline: Pipeline): Limits {
  const least = pipeline.stages.reduce(
    (sum, { variants }) => sum + Math.min(...variants.map(({ cores }) => cores)),
    0,
  );
  return least <= defaultLimits.maxCores
    ? defaultLimits
    : { ...defaultLimits, maxCores: widestLimits.maxCores };
}

/** Every number in plain data and typed arrays. */
export function mustBeFinite(value: unknown, what: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Wrong(`${what} holds ${String(value)}`);
  if (ArrayBuffer.isView(value)) {
    for (const one of value as Float64Array)
      if (!Number.isFinite(one)) throw new Wrong(`${what} holds ${String(one)}`);
  } else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) mustBeFinite(inner, `${what}, ${key}`);
}
