/** What `--help` prints: the commands, and the options of each. */
import type { HelpAsked } from './options.ts';

/** Of each command, what it does. */
const SUMMARIES = {
  simulate: 'runs one policy on one load and prints its scores and every step',
  optimum: 'the exact best configuration for given loads, or over a whole load (--offline)',
  train: 'trains an OPD agent on a load and scores it beside its rivals',
  forecast: 'scores the load forecasters on a load that they have not seen',
  predictor: "trains the load predictor's network",
  compare: "compares policies over pipelines, loads and seeds; with --paper, the paper's evaluation",
  export: 'writes the Kubernetes manifests of a pipeline',
  tune: 'searches for better settings of an autoscaler',
} as const;

export type CommandName = keyof typeof SUMMARIES;

export const commandNames = Object.keys(SUMMARIES) as readonly CommandName[];

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(SUMMARIES, name);
}

const LOAD = 'a built-in load (fluctuating, step, day, ...) or a file of one';

/** Of each option, what it takes; `command option` where one command takes something else. */
const MEANINGS: Readonly<Record<string, string>> = {
  pipeline: 'a built-in pipeline or a file of one (default: video)',
  workload: LOAD,
  environment: 'how requests are simulated (default: fluid)',
  predictor: 'the forecaster that policies are given (default: lstm)',
  seed: 'a whole number; equal seeds give equal results',
  weights: 'of the objective, name=value,name=value',
  limits: 'of the pipeline, name=value,name=value: W_max (cores), F_max (replicas), B_max (requests a batch)',
  sla: 'target of the latency, seconds',
  startup: 'how long a container takes to start, seconds',
  rollout: 'surge or recreate: how containers are replaced',
  nodes: 'how many nodes the cluster has',
  read: 'how files of loads are read where they leave a choice: kind=counter,timeUnit=ms,series=a+b',
  policy: "a policy, with settings if wanted (hpa:target=0.5), or an agent's file",
  loads: 'requests per second, separated by commas',
  switching: 'what a change of the configuration costs, in points of the objective',
  offline: 'the best sequence of configurations over --workload',
  seconds: 'time to spend, seconds',
  steps: 'decisions to learn from, instead of --seconds',
  backend: "what computes the agent's network (default: auto)",
  out: 'where the result is written, a new file or folder; checked before the work, written whole or not at all',
  force: 'replace what --out names, file by file; links are not followed in any case',
  evaluate: 'loads to score the agent on, separated by commas',
  set: 'settings of the training, name=value,name=value',
  train: `the load to learn from: ${LOAD}`,
  test: `the load to be scored on: ${LOAD}`,
  days: 'learn from so many days of --train, and test on the rest of it',
  lstm: 'a trained predictor to score too, a file',
  quantile: 'the share of loads that a forecast is to lie above, between 0 and 1',
  epochs: 'passes over the data, instead of --seconds',
  input: 'maxima or seconds: what the network reads',
  target: 'absolute or relative: what it is to forecast',
  loss: 'mse, mae or quantile',
  units: 'size of the network',
  pipelines: 'pipelines, separated by commas',
  workloads: 'loads, separated by commas',
  policies: 'policies, separated by commas (default: all but the slowest)',
  seeds: 'how many runs of each, or of each training',
  against: 'policies that the others are compared with',
  series: 'print every step of every run too',
  paper: "the paper's own evaluation",
  load: 'requests per second that the configuration is made for (default: 10)',
  layout: 'the kind of objects that are written',
  namespace: 'of the objects',
  images: 'of the containers, one for each stage, separated by commas',
  'queue-image': 'the image of the queues',
  'router-image': 'the image of the router',
  'agent-image': 'the image of the agent',
  memory: 'of each container',
  'batch-timeout': 'how long a batch waits to be full, seconds',
  drain: 'how long a container that ends may finish its requests, seconds',
  istio: 'how traffic is routed with Istio',
  monitoring: 'what is written for Prometheus',
  prometheus: 'the address of Prometheus',
  bundle: 'a bundle of pipeline and agent',
  'model-uris': 'where the models are, one for each stage, separated by commas; - for the image itself',
  from: 'the settings that stand now: a file of an autoscaler, or a policy with its settings',
  free: 'what may be changed, separated by commas (default: all that can be)',
  candidates: 'settings to try, instead of --seconds; the result is then the same each time',
  stretch: 'how much of the load to try them on, seconds',
  json: 'print JSON (what is printed is JSON in any case)',
  'time-limit':
    'how long each single piece of work may take (a run, a frontier, a forecaster; default: 90 to 300), seconds',
  debug: 'print where in the program a fault happened',
};

/** The commands, as lines. */
export function commandsHelp(): string {
  const lines = Object.entries(SUMMARIES).map(([name, summary]) => `  ${name.padEnd(12)}${summary}`);
  return `Usage: npm run -s headless -- <command> [options] --json

Commands:
${lines.join('\n')}

"<command> --help" lists the options of a command. Each prints one JSON document on standard output, and what it assumed on standard error.
Files are read where they are plain files, through links too. No file is replaced without --force.
Ctrl-C ends a command with a sentence; train, predictor, tune and compare keep what they have by then. Ctrl-C once more ends at once.
Exit codes: 0 done, 2 refused (a sentence says why), 1 a fault of the program, 130 stopped by Ctrl-C.
`;
}

/** The options of a command, as lines. */
export function optionsHelp(command: CommandName, { names, flags }: HelpAsked): string {
  const lines = [
    ...names.map((name) => [`--${name} <value>`, name] as const),
    ...flags.map((name) => [`--${name}`, name] as const),
  ].map(([shown, name]) => `  ${shown.padEnd(26)}${MEANINGS[name] ?? ''}`.trimEnd());
  return `Usage: npm run -s headless -- ${command} [options] --json

${command}: ${SUMMARIES[command]}.

Options:
${lines.join('\n')}
`;
}
