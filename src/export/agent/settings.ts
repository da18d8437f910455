/** What the in-cluster agent is told beside its bundle: where it acts, what it asks Prometheus, how careful it is. */
import * as v from 'valibot';
import { layouts } from '../cluster/plan.ts';
import { checked, listOf } from '../../model/checked.ts';
import { issuePhrase } from '../../model/issue.ts';
import { SHORT_JSON, excessOf } from '../../model/jsonBounds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

const seconds = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(86_400));
const label = v.pipe(v.string(), v.regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/), v.maxLength(63));
const query = v.pipe(v.string(), v.minLength(1), v.maxLength(10_000));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000));

/** Whether `text` is an address to ask at: http or https, a host, and nothing secret in it. */
export function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && host !== '' && username === '' && password === '';
}

const SettingsSchema = v.strictObject({
  format: v.literal(1),
  /** `dry-run` asks the API server whether it would take each change, and changes nothing. */
  mode: v.picklist(['dry-run', 'live']),
  layout: v.picklist(layouts),
  namespace: label,
  /** Resource that holds the whole graph; used by the layout `seldon-graph` alone. */
  graph: label,
  /** Labels of the stages in the pipeline's order, and of their queues where the layout has them. */
  stages: listOf(
    v.strictObject({
      name: label,
      queue: v.exactOptional(label),
      /** Folder of the stage's models; absent where its image holds them. */
      modelUri: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
    }),
    { min: 1, max: 12 },
  ),
  /** Memory of a replica whose variant says none; absent where no variant of the pipeline says any. */
  memory: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(40))),
  /** SHA-256 of the bundle.json that the resources were made for; with another the agent does not start. */
  bundle: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  prometheus: v.strictObject({
    url: v.pipe(
      v.string(),
      v.regex(/^https?:\/\/[^\s]+$/),
      v.maxLength(2000),
      // Its text may be left out of the complaint: it may hold what nobody should read.
      v.check(isAddress, 'expected an address like http://prometheus:9090, without a user and a password'),
    ),
    /** More than the ten seconds between decisions would let none be taken. */
    timeoutSeconds: v.pipe(seconds, v.gtValue(0), v.maxValue(DECISION_SECONDS)),
    /** Decisions look so far back, so that every scrape has arrived. */
    delaySeconds: seconds,
    /** The agent holds while the newest sample is older than this. */
    staleSeconds: v.pipe(seconds, v.gtValue(0)),
    /** Selector of the counter of requests that arrive, without a range. */
    arrivals: query,
    /** Per stage: requests that wait. */
    backlog: listOf(query, { max: 12 }),
    /** Per stage: seconds from arrival to answer. */
    latency: listOf(query, { max: 12 }),
  }),
  guards: v.strictObject({
    /** After a change of a knob it stays for so long. */
    cooldownSeconds: v.strictObject({ variant: seconds, replicas: seconds, batch: seconds }),
    /** Changes that the policy finds less than exp(hysteresis) times as probable as staying are not made; 0 makes all. */
    hysteresis: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(100)),
    /** A stage with replicas that do not serve yet is left alone. */
    waitUntilReady: v.boolean(),
    /** A new variant waits until its first replicas fit beside those that it replaces. */
    surgeHeadroom: v.boolean(),
  }),
  revert: v.strictObject({
    /** Decisions in a row with a latency above the objective after which the baseline is ordered; 0 is never. */
    breaches: whole,
    /** The baseline stays for so long. */
    holdSeconds: seconds,
  }),
});

export type AgentSettings = v.InferOutput<typeof SettingsSchema>;
export type Guards = AgentSettings['guards'];

/** The file settings.json; a refusal names file and place. */
export function parseSettings(text: string, fileName: string): Result<AgentSettings> {
  const much = excessOf(text, SHORT_JSON);
  if (much !== undefined) return refused(`${fileName}: not the agent's settings; it holds ${much}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused(`${fileName}: expected the agent's settings in JSON, and this is not JSON.`);
  }
  const parsed = checked(SettingsSchema, json);
  if (!parsed.ok) {
    return refused(`${fileName}: not the agent's settings; at ${issuePhrase(parsed.issue)}.`);
  }
  const { stages, layout, prometheus } = parsed.value;
  if (prometheus.backlog.length !== stages.length || prometheus.latency.length !== stages.length)
    return refused(
      `${fileName}: each of the ${String(stages.length)} stages needs a query for its backlog and one for its latency.`,
    );
  if (layout === 'seldon-per-stage' && stages.some(({ queue }) => queue === undefined))
    return refused(`${fileName}: in the layout seldon-per-stage every stage needs the name of its queue.`);
  return accepted(parsed.value);
}
