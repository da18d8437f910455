/** What a student hands in: settings, orders or weights, answers, and what she says came of them. */
import * as v from 'valibot';
import { MOST_TASKS, MOST_TRIES, versionRefusal, type Assignment } from './assignment.ts';
import { canonical, digestOfData } from './canonical.ts';
import type { Outcome } from './rerun.ts';
import { settingsFrom } from './settings.ts';
import { numberSchema } from '../../model/boundedSchema.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { checked, listOf } from '../../model/checked.ts';
import { isFields, type Fields } from '../../model/fields.ts';
import { issuePhrase } from '../../model/issue.ts';
import { excessOf, type JsonBounds } from '../../model/jsonBounds.ts';
import { jsonFrom } from '../../model/jsonText.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { nameIn } from '../../model/textSchema.ts';
import { agentText, parseAgent, type AgentRecord } from '../../learning/network/trainedAgent.ts';
import type { Experiment } from '../../scenario/experiment.ts';

export const HAND_IN = 'sluice-hand-in';
export const HAND_IN_VERSION = 1;
export const LONGEST_STUDENT = 80;
/** An agent of the lab's usual width has some hundred kilobytes. */
export const MOST_HAND_IN_BYTES = 2 ** 24;
const HAND_IN_JSON: JsonBounds = { values: 2 ** 22, depth: 20, groups: 4096 };

export interface HandIn {
  /** Digest of the assignment that it answers, and its title. */
  readonly assignment: string;
  readonly title: string;
  /** Drawn by chance when the work was begun: a copied file has it too. */
  readonly sheet: string;
  /** '' where none was typed. */
  readonly name: string;
  /** Which time it was handed in, from 1 on. */
  readonly attempt: number;
  /** All that is set, with the keys of what runs in the lanes. */
  readonly experiment: Experiment;
  /** Where a lane is the trained agent's. */
  readonly agent?: AgentRecord | undefined;
  /** Digest of it, as it was written; of one that was read, as it is. */
  readonly weights?: string;
  /** By the number of the task, from 0 on: the option that was chosen. */
  readonly answers: Readonly<Record<string, string>>;
  readonly claimed: Outcome;
}

/** A hand-in as it was read, and whether it is as it was written. */
export interface ReadHandIn extends HandIn {
  /** Of all that it says, as it is. */
  readonly digest: string;
  /** The digest that was written fits it. */
  readonly whole: boolean;
  /** The digest of the agent that was written fits it; true without one. */
  readonly weightsFit: boolean;
}

/** The weights by which two agents are known to be equal. */
export const weightsDigest = (agent: AgentRecord): string => digestOfData(JSON.parse(agentText(agent)));

/** The file; whoever changes it must also mend the digest, and then the run that it describes gives other figures. */
export function handInText({ agent, ...rest }: HandIn): string {
  const data = {
    format: HAND_IN,
    version: HAND_IN_VERSION,
    ...rest,
    ...(agent && { agent: JSON.parse(agentText(agent)) as unknown, weights: weightsDigest(agent) }),
  };
  return `${canonical({ ...data, digest: digestOfData(data) })}\n`;
}

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256'));
const figureSchema = v.nullable(numberSchema(BOUNDS.outcome));
const HandInSchema = v.object({
  assignment: hex,
  title: nameIn(),
  sheet: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits')),
  name: v.union([v.literal(''), nameIn(LONGEST_STUDENT)], 'must be a name or empty'),
  attempt: numberSchema({ min: 1, max: 10 * MOST_TRIES, whole: true }),
  experiment: v.unknown(),
  agent: v.optional(v.unknown()),
  weights: v.exactOptional(hex),
  answers: v.record(v.pipe(v.string(), v.regex(/^\d{1,2}$/)), nameIn(200)),
  claimed: v.object({
    j: figureSchema,
    decisions: hex,
    tasks: listOf(v.object({ met: v.boolean(), values: listOf(figureSchema, { max: 8 }) }), {
      max: MOST_TASKS,
    }),
  }),
  digest: v.optional(v.string()),
});

/** A hand-in from text; refused in a sentence that begins with the file's name. */
export function parseHandIn(text: string, fileName: string): Result<ReadHandIn> {
  const no = (why: string): Result<ReadHandIn> => refused(`${fileName}: ${why}.`);
  const much = excessOf(text, HAND_IN_JSON);
  if (much !== undefined) return no(`it is no hand-in; it holds ${much}`);
  const json = jsonFrom(text, HAND_IN_JSON);
  if (!json.ok) return no(`expected a hand-in in JSON, and it is ${json.message}`);
  return handInFrom(json.value, fileName);
}

function handInFrom(json: unknown, fileName: string): Result<ReadHandIn> {
  const no = (why: string): Result<ReadHandIn> => refused(`${fileName}: ${why}.`);
  if (!isFields(json) || json.format !== HAND_IN) return no('it is no hand-in of this lab');
  const version = versionRefusal(json, 'hand-ins', HAND_IN_VERSION);
  if (version !== undefined) return no(version);
  const read = checked(HandInSchema, json);
  if (!read.ok) return no(`the hand-in is not as it should be; at ${issuePhrase(read.issue)}`);
  const experiment = settingsFrom(read.value.experiment);
  if (!experiment.ok) return no(experiment.message);
  const { agent: network, digest: written, ...rest } = read.value;
  const digest = digestOfData(withoutDigest(json));
  const agent = network === undefined ? undefined : parseAgent(JSON.stringify(network), fileName);
  if (agent && !agent.ok) return agent;
  const weights = network === undefined ? undefined : digestOfData(network);
  return accepted({
    ...rest,
    experiment: experiment.value,
    ...(agent && { agent: agent.value }),
    ...(weights !== undefined && { weights }),
    digest,
    whole: written === digest,
    weightsFit: rest.weights === weights,
  });
}

function withoutDigest(json: Fields): Fields {
  return Object.fromEntries(Object.entries(json).filter(([key]) => key !== 'digest'));
}

/** The name of the file in which it is saved, without its end. */
export function handInName({ title }: Assignment, name: string, attempt: number): string {
  return [title, name === '' ? 'hand-in' : name, `try ${String(attempt)}`].join(' ');
}
