/** A trained network as plain data, and as a policy that decides in plain TypeScript. */
import * as v from 'valibot';
import { pipelineActions } from './actions.ts';
import { Distribution } from './distribution.ts';
import { FeatureEncoder, MOST, type FeatureRanges } from './features.ts';
import { Forward } from './forward.ts';
import { largestAnswer, layoutOf, type NetworkShape } from './network.ts';
import { numberSchema, ParametersSchema } from '../../model/boundedSchema.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { checked, listOf } from '../../model/checked.ts';
import { issuePhrase } from '../../model/issue.ts';
import { excessOf, type JsonBounds } from '../../model/jsonBounds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { toConfiguration, type Tables } from '../../model/tables.ts';
import { nameIn } from '../../model/textSchema.ts';
import type { Observation } from '../../environment/environment.ts';
import { AGENT_ID, AGENT_NAME } from '../../policies/ids.ts';
import type { Policy, PolicyFactory, PolicyInfo } from '../../policies/policy.ts';

/** A trained agent; crosses worker boundaries as it is. */
export interface AgentRecord {
  readonly format: 1;
  /** Id of the pipeline it was trained for. */
  readonly pipeline: string;
  readonly shape: NetworkShape;
  readonly ranges: FeatureRanges;
  /** Flat, in the order of `layoutOf(shape)`. */
  readonly parameters: Float32Array;
}

export function agentOf(
  pipeline: string,
  shape: NetworkShape,
  ranges: FeatureRanges,
  parameters: Float32Array,
): AgentRecord {
  return { format: 1, pipeline, shape, ranges, parameters };
}

export const opdInfo: PolicyInfo = {
  id: AGENT_ID,
  name: AGENT_NAME,
  summary: 'A residual network trained by PPO with expert episodes; it takes its most probable choice.',
  knobs: { variant: true, replicas: true, batch: true },
  memory: 'none: the ordered configuration and recent loads are in its state',
  simplifications:
    'Capacity is enforced by sequential masks; the paper states no sizes or coefficients, so they are the lab’s.',
  source: 'Sheng et al., OPD, section IV, algorithm 2.',
  about: [
    'The OPD agent orders what a neural network trained in this lab finds most promising.',
    'A residual network reads the state of the pipeline and picks variant, replicas and batch stage by stage, with choices that would not fit masked out.',
    'It needs training on this very pipeline beforehand, and at each decision the recent load, the forecast, the queues and the replicas that serve or start.',
    'It does well where changes have after-effects that it met in training, because it can hold back a change that would not pay, and it decides in a fixed short time.',
    'It fails on loads unlike those of its training, with other pipelines or limits altogether, and after too short a training.',
  ],
};

/** The agent does not fit what it should decide for; the message is a sentence. */
export class AgentMismatch extends Error {
  override readonly name = 'AgentMismatch';
}

/** The agent as a policy. Creating it throws where the pipeline or the limits are not those it was trained for. */
export function agentPolicy(agent: AgentRecord): PolicyFactory {
  return {
    info: opdInfo,
    create: ({ tables }) => {
      return Promise.resolve({ info: opdInfo, ...createDecider(agent, tables) });
    },
  };
}

/** Throws `AgentMismatch` where the agent does not read or choose what a pipeline with these tables has. */
export function requireFit(agent: AgentRecord, tables: Tables): void {
  const { size } = new FeatureEncoder(tables, agent.ranges);
  const { heads } = pipelineActions(tables);
  if (size === agent.shape.inputs && heads.join() === agent.shape.heads.join()) return;
  throw new AgentMismatch(
    'The agent was trained for another pipeline or other limits on replicas and batches; train it anew.',
  );
}

export interface Decider extends Required<Pick<Policy, 'decide' | 'weigh'>> {
  /**
   * How much more probable the agent finds its choice than keeping the ordered configuration: the difference of their
   * log-probabilities, >= 0 for nearly every state, infinite where what is ordered would not be allowed now.
   */
  preference(observation: Observation): number;
}

/** The network at work in plain TypeScript. Throws `AgentMismatch`; deciding throws where its answer is not finite. */
export function createDecider(agent: AgentRecord, tables: Tables): Decider {
  requireFit(agent, tables);
  const space = pipelineActions(tables);
  const encoder = new FeatureEncoder(tables, agent.ranges);
  const forward = new Forward(agent.shape, agent.parameters);
  const distribution = new Distribution(space);
  const x = new Float32Array(encoder.size);
  const out = new Float32Array(forward.layout.outputs);
  const action = new Int32Array(space.heads.length);
  const choose = (observation: Observation): void => {
    encoder.encode(observation, x, 0);
    forward.run(x, 1, out);
    distribution.best(out, 0, action, 0);
  };
  return {
    decide: (observation) => {
      choose(observation);
      return toConfiguration(tables, action);
    },
    preference: (observation) => {
      choose(observation);
      const chosen = distribution.read(out, 0, action, 0);
      return chosen - distribution.read(out, 0, observation.action, 0);
    },
    weigh: (observation) => {
      choose(observation);
      distribution.read(out, 0, action, 0);
      return {
        probabilities: space.heads.map((_, h) =>
          distribution.probabilities.slice(distribution.offset[h], distribution.offset[h + 1]),
        ),
        value: out[forward.layout.logits]!,
      };
    },
  };
}

const count = numberSchema({ min: 1, max: 4096, whole: true });
/** What features are divided by. */
const range = numberSchema(BOUNDS.featureRange);
const entries = {
  format: v.literal(1),
  pipeline: nameIn(),
  shape: v.object({
    inputs: count,
    width: count,
    blocks: numberSchema({ min: 0, max: 64, whole: true }),
    heads: listOf(count, { min: 1, max: 64 }),
  }),
  ranges: v.object({ load: range, latency: range, backlog: range }),
};
/** The parameters themselves are looked at once there are as many as the shape says. */
const FileSchema = v.object({ ...entries, parameters: v.array(v.unknown()) });
const FileNumbersSchema = v.object({ parameters: v.array(numberSchema(BOUNDS.parameter)) });
/** Many parameters, in few lists. */
const AGENT_JSON: JsonBounds = { values: 2 ** 24, depth: 20, groups: 1000 };
/** Answers are kept in single precision: beyond this they are no numbers any more. */
const LARGEST_ANSWER = 1e38;

function misnumbered(shape: NetworkShape, parameters: { readonly length: number }): string | undefined {
  const { size } = layoutOf(shape);
  if (parameters.length === size) return undefined;
  return `its network has ${String(size)} parameters, the file holds ${String(parameters.length)}`;
}

/** What the entries one by one cannot show: parameters that are too few or too many, or whose sums run to infinity. */
function misfit(shape: NetworkShape, parameters: ArrayLike<number>): string | undefined {
  const number = misnumbered(shape, parameters);
  if (number !== undefined) return number;
  if (largestAnswer(shape, parameters, MOST) < LARGEST_ANSWER) return undefined;
  return 'the parameters of its network are so large that its answers can run to infinity';
}

/** An agent as it is stored: its parameters in single precision. */
export const AgentSchema = v.pipe(
  v.object({ ...entries, parameters: ParametersSchema }),
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed ? misfit(dataset.value.shape, dataset.value.parameters) : undefined;
    if (message !== undefined) addIssue({ message });
  }),
);

/** The agent as JSON text. */
export function agentText(agent: AgentRecord): string {
  return JSON.stringify({ ...agent, parameters: Array.from(agent.parameters) });
}

/** Reads `agentText`; a refusal names the file and the place. */
export function parseAgent(text: string, fileName: string): Result<AgentRecord> {
  const much = excessOf(text, AGENT_JSON);
  if (much !== undefined) return refused(`${fileName}: not an agent's file; it holds ${much}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused(`${fileName}: expected an agent's JSON, and it is not JSON.`);
  }
  const parsed = checked(FileSchema, json);
  if (!parsed.ok) return refused(`${fileName}: not an agent's file; at ${issuePhrase(parsed.issue)}.`);
  const { parameters: listed, ...rest } = parsed.value;
  const number = misnumbered(rest.shape, listed);
  if (number !== undefined) return refused(`${fileName}: ${number}.`);
  const numbers = checked(FileNumbersSchema, { parameters: listed });
  if (!numbers.ok) return refused(`${fileName}: not an agent's file; at ${issuePhrase(numbers.issue)}.`);
  const { parameters } = numbers.value;
  const problem = misfit(rest.shape, parameters);
  if (problem !== undefined) return refused(`${fileName}: ${problem}.`);
  return accepted({ ...rest, parameters: Float32Array.from(parameters) });
}
