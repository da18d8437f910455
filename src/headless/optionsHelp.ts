/** The options of a command as `--help` prints them: what each takes, which are needed, and what they may be. */
import { CHOICES } from './choices.ts';
import { SUMMARIES, type CommandName } from './help.ts';
import type { HelpAsked } from './options.ts';
import { READ_NAMES } from './reading.ts';
import { LIMIT_ALIASES } from './scenario.ts';
import { FREE } from '../experiments/tuning/free.ts';
import { TUNED } from '../experiments/tuning/ladders.ts';
import { defaultPredictorConfig as PREDICTOR } from '../learning/predictor/config.ts';
import { hyperparameters } from '../learning/ppo/hyperparameters.ts';
import { defaultWeights } from '../model/pipeline.ts';
import { presets } from '../model/presets/index.ts';
import { policies } from '../policies/registry.ts';
import { defaultEnvironment } from '../scenario/scenario.ts';
import { generators } from '../workload/generators.ts';

const LOAD = 'a built-in load or a file of one, with steps if wanted (fluctuating~x1.5, docs/loads.md)';

/** Of each option, what it takes; `command option` where one command takes something else. */
const MEANINGS: Readonly<Record<string, string>> = {
  pipeline: 'a built-in pipeline or a file of one (default: video)',
  workload: LOAD,
  'train workload': `${LOAD} (default: fluctuating)`,
  environment: `how requests are simulated (default: ${defaultEnvironment})`,
  predictor: 'the forecaster that policies are given (default: lstm)',
  seed: 'a whole number; equal seeds give equal results (default: 7; of train and predictor: 1)',
  weights:
    'of the objective, name=value,name=value; late: points for each per cent of the requests not in time (default: 0)',
  limits: 'of the pipeline, name=value,name=value: W_max (cores), F_max (replicas), B_max (requests a batch)',
  sla: 'target of the latency, seconds',
  startup: 'how long a container takes to start, seconds',
  rollout: 'how containers are replaced (default: surge)',
  nodes: 'how many nodes the cluster has',
  read: 'how files of loads are read where they leave a choice: kind=counter,timeUnit=ms,series=a+b',
  policy:
    "a policy, with settings if wanted (hpa:target=0.5), an autoscaler's manifest, an agent's file, or one's own (mine.js, mine.onnx; docs/own-policies.md) (default: ipa)",
  'tune policy': 'what is searched, separated by commas (default: that of --from, or hpa)',
  'export policy': 'the agent to go with it: its file or bundle',
  loads: 'requests per second, separated by commas',
  'simulate loads':
    'with --map: requests per second, separated by commas (default: up to 1.2 times the highest)',
  'simulate against': 'with --map: another policy, beside which the first is set',
  map: 'what --policy runs in the steady state, at each load under each number of cores, instead of a run',
  switching: 'what a change of the configuration costs, in points of the objective',
  offline: 'changes nothing: --workload asks for the best sequence of configurations',
  bracket:
    'with --workload: what is possible in a world with after-effects, between the best plan found and an upper bound',
  'optimum environment': 'with --bracket: fluid or chance (default: chance)',
  'optimum seconds': 'with --bracket: time to search, seconds (default: 10)',
  seconds: 'time to learn, seconds (default: 60)',
  'tune seconds': 'time to search, seconds (default: 15)',
  'compare seconds': 'with --paper: how long each agent learns, seconds (default: 30)',
  steps: 'decisions to learn from, instead of --seconds',
  backend: "what computes the agent's network (default: auto)",
  out: 'the new file for the result; checked before the work, written whole or not at all',
  'export out': 'the new folder for the manifests; checked before the work, written whole or not at all',
  'grade out': 'the new file for the table, CSV; checked before the work, written whole or not at all',
  assignment: 'the file of the assignment, or of several, separated by commas',
  'train out': 'the new file for the agent, or for a bundle of it where the name ends in .zip',
  force: 'replace what --out names, file by file; links are not followed in any case',
  evaluate: 'loads to score the agent on, built-in ones or files, separated by commas (default: --workload)',
  set: 'settings of the training, name=value,name=value',
  train: `the load to learn from: ${LOAD}`,
  test: `the load to be scored on: ${LOAD}`,
  days: 'learn from so many days of --train, and test on the rest of it',
  lstm: 'a trained predictor to score too, a file',
  worth:
    'what policies earn on --workload under every forecaster, and how far that lies below the best plan found',
  'forecast workload': `with --worth: ${LOAD}`,
  'forecast policies':
    "with --worth: policies or agents' files, separated by commas (default: optimum-predicted,planner)",
  quantile: 'the share of loads that a forecast is to lie above, between 0 and 1 (default: 0.9)',
  epochs: 'passes over the data, instead of --seconds',
  input: `what the network reads (default: ${PREDICTOR.input})`,
  target: `what it is to forecast (default: ${PREDICTOR.target})`,
  loss: `what it is to make small (default: ${PREDICTOR.loss})`,
  units: `size of the network, a whole number (default: ${String(PREDICTOR.units)})`,
  pipelines: 'built-in pipelines or files, separated by commas (default: video)',
  workloads: 'built-in loads or files, separated by commas (default: steady-low,fluctuating,steady-high)',
  policies:
    "policies, autoscalers' manifests, agents' files or one's own (mine.js, mine.onnx), separated by commas (default: all but ipa)",
  misfits:
    "what becomes of an order of a policy of one's own that breaks a limit: the nearest that fits runs (repair, the default), or what ran goes on (refuse)",
  seeds: 'how many runs of each, or with --paper trainings (default: 5)',
  against: 'the policies, of those compared, that the others are set against in pairs',
  series: 'print every step of every run too',
  shard: 'runs one of so many parts, counted from 0, and writes it to --out: 0/7; merge puts them together',
  job: 'writes a Kubernetes Job, an Indexed one, that runs --shards parts, into the new folder --out',
  shards: 'with --job: how many parts',
  parallelism: 'with --job: how many pods at a time (default: --shards)',
  retries: 'with --job: how often a part that failed is tried again (default: 3)',
  image: 'with --job: the image of the pods, which holds the lab',
  claim: 'with --job: a PersistentVolumeClaim for the parts, in place of a new one',
  storage: 'with --job: the size of the new claim (default: 1Gi)',
  'compare cores': 'with --job: of each pod (default: 1)',
  'compare memory': 'with --job: of each pod (default: 2Gi)',
  'compare namespace': 'with --job: of the objects (default: opd)',
  'compare out':
    'the new file for the document without clock readings (with --shard for the part, with --job the new folder); checked before the work, written whole or not at all',
  'merge out':
    'the new file for the whole, as compare --out writes it; checked before the work, written whole or not at all',
  paper: "the paper's own evaluation",
  load: 'requests per second that the configuration is made for (default: 10)',
  aim: 'in which sense it is the best: the greatest reward, the fewest cores within the latency objective, or the greatest accuracy within the cores (default: best)',
  'in-time':
    'with --aim cheapest or accurate (there 99 unless set): at least so many per cent of the requests within the latency objective, by estimate (for example 99)',
  'answer in-time':
    'at least so many per cent of the requests within the latency objective, 99.99 at the most (default: 99)',
  'answer policies':
    'policies that the whole load is played under too, separated by commas (default: hpa,planner)',
  'answer seeds': 'how many plays, each with arrivals of its own (default: 5)',
  objective:
    'what is wanted: the fewest cores, the greatest reward, or the greatest accuracy within the cores (default: cores)',
  peak: 'the load that is planned for: the busiest second, or what 99.9 % of the seconds do not exceed (default: maximum)',
  agent: "a trained agent's file or bundle, played on the load too",
  layout: 'the kind of objects that are written (default: seldon-per-stage)',
  namespace: 'of the objects',
  images: 'of the containers, one for each stage, separated by commas',
  'queue-image': 'the image of the queues',
  'router-image': 'the image of the router',
  'agent-image': 'the image of the agent',
  memory: 'of each container',
  'batch-timeout': 'how long a batch waits to be full, seconds',
  drain: 'how long a container that ends may finish its requests, seconds',
  istio: "the version of Istio's objects, or none of them (default: v1)",
  monitoring:
    'the namespace in which Prometheus looks, or none to write nothing for it (default: monitoring)',
  prometheus: 'the address of Prometheus',
  bundle: 'a bundle of pipeline and agent',
  'model-uris': 'where the models are, one for each stage, separated by commas; - for the image itself',
  from: 'the settings that stand now: a file of an autoscaler, or a policy with its settings',
  'profile from': 'files of load tests, separated by commas',
  batches: 'of models that are measured: batch sizes from 1 on, separated by commas (default: 1,2,4,8,16)',
  shape:
    'of their inputs, n where requests are counted: n,3,224,224; of inputs with another number of dimensions joined by +',
  labelled:
    'the set by which the accuracy of models is measured, .npz or .csv, or the .npy files of one joined by +; for all models or each, separated by commas',
  'profile seconds': 'for each model that is measured (default: 20)',
  'profile quantile':
    'the quantile of the latencies that a batch is to take, from 0.5 to 0.999 (default: 0.99)',
  batch: 'how many requests a call holds; one number for all files, or one for each, separated by commas',
  replicas: 'how many replicas served, for all files or each (default: 1)',
  cores: 'how many cores one replica has, for all files or each (default: 1)',
  variant: 'what the model is called, for all files or each (default: the name of the file)',
  stage: 'which stage it serves, for all files or each (default: stage)',
  accuracy: 'how accurate the model is, from 0 to 1, for all files or each (default: 0.5)',
  unit: 'of the latencies of a table whose header names none: ns, us, ms, s, min or h',
  free: 'what may be changed, separated by commas (default: all that can be)',
  candidates: 'settings to try, instead of --seconds; the result is then the same each time',
  stretch: 'how much of the load to try them on, seconds',
  lanes: 'how many episodes run side by side (default: 1)',
  episode: 'how many decisions an episode has; a shorter load cuts it (default: 120)',
  reward:
    'what a decision brings: its reward less that of the exact optimum for its load, or the reward itself (default: regret)',
  'reward-scale': 'what rewards are divided by (default: 4)',
  'training-loads': 'episodes are of the loads that train learns from, in place of the load itself',
  json: 'changes nothing: the result is always JSON; accepted because scripts give it',
  quiet: 'say nothing of the progress on standard error',
  'time-limit':
    'how long each single piece of work may take (a run, a frontier, a forecaster; default: 90 to 300), seconds',
  debug: 'print where in the program a fault happened',
};

/** Of each command: the options without which it cannot work, and what may stand for them. */
const NEEDED: Readonly<Partial<Record<CommandName, Readonly<Record<string, string>>>>> = {
  simulate: { workload: '' },
  answer: { workload: '' },
  optimum: { loads: 'or --workload' },
  forecast: { train: 'or --worth', test: 'or --days' },
  predictor: { train: '' },
  export: { out: '' },
  profile: { from: 'or ONNX files before the options' },
  grade: { assignment: '' },
  tune: { workload: '' },
  env: { workload: '' },
};

/** Of each command, one that works as it stands. */
export const EXAMPLES: Readonly<Record<CommandName, string>> = {
  simulate: '--workload fluctuating --policy ipa-exact',
  optimum: '--loads 5,10,29',
  answer: '--pipeline video --workload fluctuating --objective cores --in-time 99',
  train: '--workload fluctuating --seconds 60 --out agent.zip',
  forecast: '--train day --test bursty',
  predictor: '--train day --seconds 60 --out predictor.json',
  compare: '--policies greedy,hpa,ipa-exact --seeds 3',
  merge: 'part-0.json part-1.json --out all.json',
  export: '--pipeline video --load 20 --out manifests',
  profile: '--from perf.csv --batch 4 --cores 2',
  grade: '--assignment burst.json class.zip --out grades.csv',
  tune: '--workload fluctuating --policy hpa',
  env: '--workload fluctuating --lanes 64 --seed 1',
};

const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);
const LOADS = ids(generators);
const PIPELINES = ids(presets);
const POLICIES = policies.map(({ info }) => info.id);

/** Names that an option knows, by option as above; where files can be named too, its meaning says so. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  ...CHOICES,
  pipeline: PIPELINES,
  pipelines: PIPELINES,
  workload: LOADS,
  workloads: LOADS,
  evaluate: LOADS,
  train: LOADS,
  test: LOADS,
  policy: POLICIES,
  policies: POLICIES,
  'tune policy': TUNED,
  'export policy': [],
  free: FREE,
  weights: Object.keys(defaultWeights).map((name) => name.replace(/Weight$/, '')),
  limits: Object.keys(LIMIT_ALIASES),
  read: READ_NAMES,
  set: Object.keys(hyperparameters).filter((name) => name !== 'seed'),
};

const INDENT = 28;
const WIDTH = 110;

/** The names as lines below their option. */
function knownLines(names: readonly string[], lead: string): readonly string[] {
  const lines: string[] = [];
  let line = lead;
  for (const [i, name] of names.entries()) {
    const word = i < names.length - 1 ? `${name},` : name;
    if (INDENT + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line += ` ${word}`;
  }
  return [...lines, line].map((one) => `${' '.repeat(INDENT)}${one}`);
}

/** The options of a command, as lines. */
export function optionsHelp(command: CommandName, { names, flags }: HelpAsked): string {
  const needed = NEEDED[command] ?? {};
  const of = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
    table[`${command} ${name}`] ?? table[name];
  const linesOf = (name: string, shown: string): readonly string[] => {
    const instead = needed[name];
    const end = instead === undefined || instead === '' ? '' : ` (${instead})`;
    const known = of(KNOWN, name) ?? [];
    const lead = Object.hasOwn(CHOICES, name) ? 'one of:' : 'known:';
    return [
      `  ${shown.padEnd(INDENT - 2)}${of(MEANINGS, name) ?? ''}${end}`.trimEnd(),
      ...(known.length > 0 ? knownLines(known, lead) : []),
    ];
  };
  const valued = (wanted: boolean): readonly string[] =>
    names
      .filter((name) => Object.hasOwn(needed, name) === wanted)
      .flatMap((name) => linesOf(name, `--${name} <value>`));
  const required = valued(true);
  const lines = [...valued(false), ...flags.flatMap((name) => linesOf(name, `--${name}`))];
  return `Usage: npm run -s headless -- ${command} [options]
Example: npm run -s headless -- ${command} ${EXAMPLES[command]}

${command}: ${SUMMARIES[command]}.
${required.length > 0 ? `\nNeeded:\n${required.join('\n')}\n` : ''}
Options:
${lines.join('\n')}
`;
}
