/** What `--help` prints of all commands; optionsHelp.ts has the options of each. */

/** Of each command, what it does. */
export const SUMMARIES = {
  simulate: 'runs one policy on one load and prints its scores and every step',
  optimum: 'the exact best configuration for given loads, or over a whole load (--workload)',
  answer: 'what to run for a pipeline, a load and an objective, and what a better answer would need',
  train: 'trains an OPD agent on a load and scores it beside its rivals',
  forecast:
    'scores the load forecasters on a load that they have not seen; with --worth, what policies earn under each',
  predictor: "trains the load predictor's network",
  compare:
    "compares policies over pipelines, loads and seeds, or a part of it (--shard); with --paper, the paper's evaluation",
  merge: 'puts the parts that compare --shard wrote together, once all are there',
  export: 'writes the Kubernetes manifests of a pipeline',
  profile: 'makes variants out of load tests, or of ONNX models that it measures here',
  grade: 'runs what students handed in for an assignment again, and says what does not come out',
  tune: 'searches for better settings of an autoscaler',
  env: 'the pipeline as an environment for other trainers, by requests on standard input',
} as const;

export type CommandName = keyof typeof SUMMARIES;

export const commandNames = Object.keys(SUMMARIES) as readonly CommandName[];

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(SUMMARIES, name);
}

/** The commands, as lines. */
export function commandsHelp(): string {
  const lines = Object.entries(SUMMARIES).map(([name, summary]) => `  ${name.padEnd(12)}${summary}`);
  return `Usage: npm run -s headless -- <command> [options]

Commands:
${lines.join('\n')}

"<command> --help" lists the options of a command. Each but env prints one JSON document on standard output; what it assumed, and every ten seconds how far it is (not with --quiet), on standard error.
Files are read where they are plain files, through links too. No file is replaced without --force.
Ctrl-C ends a command with a sentence; train and predictor with --out, tune and compare keep what they have by then (compare --paper does not). Ctrl-C once more ends at once.
Exit codes: 0 done, 2 refused (a sentence says why), 1 a fault of the program, 130 stopped by Ctrl-C.
`;
}
