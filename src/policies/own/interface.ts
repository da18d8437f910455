/** What decide() is given and what it returns, written down once: the panel's table, completion and docs/own-policies.md show it. */

export type MemberGroup =
  'given' | 'observation' | 'stage' | 'tables' | 'tableStage' | 'variant' | 'weights' | 'order';

export interface Member {
  readonly name: string;
  readonly type: string;
  /** What it is, with its unit. */
  readonly says: string;
  /** What it is made of, where it is an object or a list of them. */
  readonly of?: MemberGroup;
}

export interface Members {
  readonly heading: string;
  readonly members: readonly Member[];
}

const row = (name: string, type: string, says: string, of?: MemberGroup): Member =>
  of === undefined ? { name, type, says } : { name, type, says, of };

export const members: Readonly<Record<MemberGroup, Members>> = {
  given: {
    heading: 'decide(observation, tables, memory, random)',
    members: [
      row('observation', 'object', 'How things stand now', 'observation'),
      row('tables', 'object', 'What holds for the whole run', 'tables'),
      row('memory', 'object', 'Yours: what you put into it is there at the next decision'),
      row('random', '() => number', 'A number from 0 to below 1, by the seed of the run'),
    ],
  },
  observation: {
    heading: 'observation',
    members: [
      row('time', 'number', 'Second of the load'),
      row('load', 'number', 'Maximum of the last ten seconds, req/s'),
      row('predicted', 'number', 'Forecast maximum of the coming seconds, req/s'),
      row('recent', 'number[]', 'The last twelve ten-second maxima, newest first, req/s'),
      row('freeCores', 'number', 'Cores that no replica holds'),
      row('stages', 'object[]', 'One a stage, in the order of the pipeline', 'stage'),
    ],
  },
  stage: {
    heading: 'observation.stages[n]',
    members: [
      row('variant', 'number', 'Ordered: index of the variant, from 0'),
      row('replicas', 'number', 'Ordered'),
      row('batch', 'number', 'Ordered: batch size'),
      row('ready', 'number', 'Replicas that serve now'),
      row('starting', 'number', 'Replicas that start'),
      row('backlog', 'number', 'Requests that wait'),
      row('latency', 'number', 'Of the last second, s'),
      row('throughput', 'number', 'What it can serve, req/s'),
      row('cost', 'number', 'Cores that it holds'),
    ],
  },
  tables: {
    heading: 'tables',
    members: [
      row('pipeline', 'string', 'Name of the pipeline'),
      row('stages', 'object[]', 'One a stage', 'tableStage'),
      row('batches', 'number[]', 'Batch sizes allowed, ascending'),
      row('maxCores', 'number', 'Cores of the device'),
      row('maxReplicas', 'number', 'Of one stage'),
      row('weights', 'object', 'Of the objective', 'weights'),
      row('slaSeconds', 'number', 'Latency objective, s'),
      row('decisionSeconds', 'number', 'Between two decisions, s'),
    ],
  },
  tableStage: {
    heading: 'tables.stages[n]',
    members: [
      row('name', 'string', 'Name of the stage'),
      row('variants', 'object[]', 'Models that can serve it', 'variant'),
    ],
  },
  variant: {
    heading: 'tables.stages[n].variants[v]',
    members: [
      row('name', 'string', 'Name of the variant'),
      row('accuracy', 'number', 'From 0 to 1'),
      row('cores', 'number', 'Of one replica'),
      row('startupSeconds', 'number', 'From the order to the first request served, s'),
      row('latency', 'number[]', 'Of a full batch on one replica, s, one for each of tables.batches'),
    ],
  },
  weights: {
    heading: 'tables.weights',
    members: [
      row('accuracyWeight', 'number', 'Of the sum of accuracies'),
      row('throughputWeight', 'number', 'Of each request a second that can be served'),
      row('unmetWeight', 'number', 'Of each request a second above that'),
      row('spareWeight', 'number', 'Of each request a second below that'),
      row('costWeight', 'number', 'Of each core'),
      row('batchWeight', 'number', 'Of the largest batch; in the reward, not in J'),
      row('lateWeight', 'number', 'Of each per cent of late requests'),
    ],
  },
  order: {
    heading: 'It returns an array of one order a stage',
    members: [
      row('variant', 'number', 'Index of the variant, from 0'),
      row('replicas', 'number', 'From 1 to tables.maxReplicas'),
      row('batch', 'number', 'One of tables.batches'),
    ],
  },
};

/** What a name stands for wherever it is: an example calls a stage `stage`, and most people would. */
const CALLED: Readonly<Record<string, MemberGroup>> = {
  observation: 'observation',
  tables: 'tables',
  stage: 'stage',
  variant: 'variant',
  weights: 'weights',
};

/** What a chain of names is made of, `['tables', 'stages']`; undefined where it is nothing known. */
export function groupOf(path: readonly string[]): MemberGroup | undefined {
  const [first = '', ...rest] = path;
  let group = CALLED[first];
  for (const name of rest) {
    if (group === undefined) return undefined;
    group = members[group].members.find((one) => one.name === name)?.of;
  }
  return group;
}
