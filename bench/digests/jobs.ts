/** What is computed on fixed seeds, each by a command of the lab as anyone would type it. */

export interface Job {
  readonly name: string;
  readonly args: readonly string[];
  /** The file or folder that it writes, below the folder of all jobs. */
  readonly out?: string;
  /** A job whose output it reads, by its path below that folder. */
  readonly after?: string;
}

/** An older checkout has another default. */
const FLUID = ['--environment', 'fluid'];
const SMALL = 'width=16,blocks=1,lanes=32,horizon=16';

function training(
  name: string,
  backend: string,
  seed: number,
  steps: number,
  set: string,
  more: readonly string[] = [],
): Job {
  const out = `${name}.zip`;
  return {
    name,
    out,
    args: [
      ...['train', '--steps', String(steps), '--seed', String(seed), '--backend', backend, '--set', set],
      ...(more.includes('--environment') ? [] : FLUID),
      ...more,
    ],
  };
}

const trainings: readonly Job[] = [
  ...[1, 2, 3].map((seed) => training(`train-simd-${String(seed)}`, 'simd', seed, 6144, SMALL)),
  ...[1, 2].map((seed) => training(`train-plain-${String(seed)}`, 'cpu', seed, 4096, SMALL)),
  training('train-wasm', 'wasm', 1, 2048, SMALL),
  training('train-as-shipped', 'simd', 1, 16_384, 'width=64'),
  ...['none', 'literal', 'cloning', 'distil'].map((mode) =>
    training(`train-${mode}`, 'simd', 4, 4096, `${SMALL},expertMode=${mode},averaging=0.9`),
  ),
  training('train-drawn', 'simd', 5, 4096, `${SMALL},randomise=1,expert=optimum`, [
    ...['--pipeline', 'nlp', '--workload', 'bursty'],
  ]),
  training('train-discrete', 'simd', 6, 2048, `${SMALL},expert=ipa`, ['--environment', 'discrete']),
];

const environments = ['fluid', 'chance', 'instant', 'discrete'];

const comparisons: readonly Job[] = environments.flatMap((environment): readonly Job[] => [
  {
    name: `compare-${environment}`,
    args: [
      ...['compare', '--environment', environment, '--pipelines', 'video', '--seeds', '2'],
      ...['--workloads', 'steady-low,bursty', '--against', 'greedy', '--series'],
    ],
  },
  {
    name: `simulate-${environment}`,
    args: [
      ...['simulate', '--environment', environment, '--pipeline', 'nlp', '--workload', 'spike'],
      ...['--policy', 'hpa:target=0.5', '--rollout', 'recreate', '--predictor', 'holt', '--seed', '11'],
    ],
  },
]);

const predictors: readonly Job[] = [
  { name: 'forecast', args: ['forecast', '--train', 'day', '--test', 'bursty'] },
  ...[
    ['maxima', 'relative', 'mae'],
    ['seconds', 'absolute', 'mse'],
    ['maxima', 'absolute', 'quantile'],
  ].map(([input = '', target = '', loss = '']): Job => ({
    name: `predictor-${input}-${target}-${loss}`,
    out: `predictor-${input}-${target}-${loss}.json`,
    args: [
      ...['predictor', '--train', 'diurnal', '--epochs', '4', '--units', '8', '--seed', '3'],
      ...['--input', input, '--target', target, '--loss', loss],
    ],
  })),
];

const searches: readonly Job[] = [
  { name: 'optimum', args: ['optimum', '--pipeline', 'nlp', '--loads', '1,5,10,29,80'] },
  { name: 'optimum-offline', args: ['optimum', '--workload', 'bursty', '--switching', '0.5'] },
  ...['hpa', 'keda', 'kpa'].map((policy): Job => ({
    name: `tune-${policy}`,
    out: `tune-${policy}.yaml`,
    args: ['tune', '--policy', policy, '--workload', 'fluctuating', '--candidates', '24', '--stretch', '600'],
  })),
];

const exports: readonly Job[] = [
  ...['seldon-per-stage', 'seldon-graph', 'kserve'].map((layout): Job => ({
    name: `export-${layout}`,
    out: `export-${layout}`,
    args: ['export', '--pipeline', 'video', '--load', '20', '--layout', layout, ...FLUID],
  })),
  {
    name: 'export-agent',
    out: 'export-agent',
    after: 'train-simd-1.zip',
    args: ['export', '--pipeline', 'video', '--load', '20', ...FLUID, '--policy'],
  },
  {
    name: 'simulate-agent',
    after: 'train-simd-1.zip',
    args: ['simulate', '--workload', 'step', ...FLUID, '--policy'],
  },
];

/** Those that others wait for first. */
const jobs: readonly Job[] = [...trainings, ...comparisons, ...predictors, ...searches, ...exports];

/** The jobs whose names match, with those whose output they read, which come before them. */
export function jobsFor(pattern: RegExp): readonly Job[] {
  const asked = jobs.filter(({ name }) => pattern.test(name));
  const needed = new Set(asked.map(({ after }) => after));
  return jobs.filter((job) => asked.includes(job) || (job.out !== undefined && needed.has(job.out)));
}
