/**
 * Every term of the page: what it means in a sentence or two, how it is computed, and where it comes from. One glossary:
 * a "?" beside a word, the page of all of them and lessons read it from here. What a run comes to is worded once, in
 * scenario/measures.ts.
 */
import { CARRIES, SERVES } from '../../scenario/verdict.ts';

export interface GlossaryTerm {
  readonly name: string;
  readonly group: GlossaryGroup;
  /** One or two sentences, for somebody who has never heard of it. */
  readonly says: string;
  readonly formula?: string;
  /** Paper, equation, manual. */
  readonly source?: string;
  /** The measure of a run whose value on screen belongs to it. */
  readonly measure?: string;
}

export type GlossaryGroup = (typeof glossaryGroups)[number];

export const glossaryGroups = [
  'The pipeline',
  'What it comes to',
  'The load',
  'Who decides',
  'Learning',
  'The world',
] as const;

/** What the letters of the formulas stand for, in the order in which they are explained. */
export const symbols = {
  Q: 'quality of service',
  J: 'the objective',
  r: 'reward',
  V: 'accuracy',
  T: 'throughput',
  L: 'latency',
  E: 'load beyond the throughput; below 0 it is spare',
  C: 'cores',
  B: 'largest batch',
  a: 'worth of accuracy',
  b: 'worth of throughput',
  c: 'price of unmet load',
  d: 'price of spare capacity',
  λ: 'price of a core',
  β: 'price of a core, the same',
  γ: 'price of a batched request',
  κ: 'price of each per cent late',
} as const satisfies Readonly<Record<string, string>>;

export type SymbolId = keyof typeof symbols;

/** The letters that stand alone in a formula: its symbols. */
export const lettersOf = (formula: string): readonly string[] => [
  ...new Set((formula.match(/\p{L}+/gu) ?? []).filter((word) => word.length === 1)),
];

const PAPER = 'Adaptive Configuration Selection (OPD)';
const equation = (number: string): string => `${PAPER}, equation (${number})`;

const term = (
  group: GlossaryGroup,
  name: string,
  says: string,
  more: Pick<GlossaryTerm, 'formula' | 'source' | 'measure'> = {},
): GlossaryTerm => ({ group, name, says, ...more });

export const glossary = {
  pipeline: term(
    'The pipeline',
    'Pipeline',
    'A chain of stages, each a machine-learning model: every request passes through all of them, one after the other.',
  ),
  stage: term(
    'The pipeline',
    'Stage',
    'One step of the pipeline, for example finding the people in a picture. It has a queue and one or more replicas of one model.',
  ),
  variant: term(
    'The pipeline',
    'Variant',
    'One of the models that can do a stage’s work. A larger one is more accurate, slower, and takes more cores.',
  ),
  replica: term(
    'The pipeline',
    'Replica',
    'A running copy of a stage’s model with cores of its own. Two replicas serve twice as many requests a second, for twice the cores.',
  ),
  batch: term(
    'The pipeline',
    'Batch',
    'Requests that a replica works on together: “by 4” is batches of up to four. A larger batch serves more requests a second, but each waits until the batch is full or the time for it is up.',
  ),
  configuration: term(
    'The pipeline',
    'Configuration',
    'The three choices for every stage: variant, replicas, batch. “m × 2, by 4” is the variant m, two replicas, batches of up to four. A new one is ordered every ten seconds.',
    { source: `${PAPER}, action (6)` },
  ),
  decision: term(
    'The pipeline',
    'Decision',
    'Every ten seconds a policy looks at the load and the queues and orders a configuration. Figures “a decision” are means over ten seconds; “run” takes the mean over all decisions, “now” those ten seconds alone.',
  ),
  ladder: term(
    'The pipeline',
    'Ladder of variants',
    'A stage’s models drawn as rungs: higher is more accurate, longer takes more cores. The one ordered stands out.',
  ),
  device: term(
    'The pipeline',
    'Device',
    'The machine, or the machines, that everything runs on. It has so many cores, and no order may hold more.',
    { formula: 'C ≤ cores of the device', source: `${PAPER}, W_max` },
  ),
  cores: term(
    'What it comes to',
    'Cost',
    'The processor cores that all replicas hold, starting ones too. The device has a fixed number of them.',
    {
      formula: 'C = replicas × cores of the variant, over all stages',
      source: equation('2'),
      measure: 'cost',
    },
  ),
  accuracy: term(
    'What it comes to',
    'Accuracy',
    'How right the chosen models are: the accuracies of all stages, added up.',
    { formula: 'V = accuracies of the variants, added up', source: equation('1'), measure: 'accuracy' },
  ),
  throughput: term(
    'What it comes to',
    'Throughput',
    'Requests a second that the pipeline can serve: that of its slowest stage.',
    { formula: 'T = least, over the stages, of replicas × batch ÷ seconds per batch' },
  ),
  latency: term(
    'What it comes to',
    'Latency',
    'Seconds that a request spends in the pipeline: waiting in queues, waiting for its batch, being served. A lane shows that of this second; charts and means are over decisions.',
    { formula: 'L = sum over the stages of wait + batch fill + service', measure: 'latency' },
  ),
  objective: term(
    'What it comes to',
    'Latency objective',
    'The time within which a request should be answered. What takes longer is late; where requests queue, what has waited twice as long is dropped.',
  ),
  inTime: term(
    'What it comes to',
    'In time',
    `The share of requests answered within the latency objective, of all that were answered or dropped. It is what users feel. From ${String(100 * CARRIES)} % on the lab says that a policy carries the load, from ${String(100 * SERVES)} % that it serves it. Counted where single requests are simulated; elsewhere an estimate, as chance makes nobody late there.`,
    { formula: 'answered within the objective ÷ (answered + dropped)', measure: 'inTime' },
  ),
  percentile: term(
    'What it comes to',
    'p50, p95, p99',
    'Percentiles of the latency: 50, 95 or 99 of a hundred answered requests took at most so long.',
    { formula: 'nearest rank of the sample', measure: 'p99' },
  ),
  goodput: term(
    'What it comes to',
    'Goodput',
    'Requests a second that were answered within the latency objective.',
    { measure: 'goodput' },
  ),
  dropped: term('What it comes to', 'Dropped', 'Requests that waited so long that they were given up.', {
    measure: 'dropped',
  }),
  late: term('What it comes to', 'Late', 'Requests that were answered, but after the latency objective.', {
    formula: 'answered too late ÷ answered',
    measure: 'violations',
  }),
  unmet: term(
    'What it comes to',
    'Unmet load',
    'The load above the serving capacity in each second, whatever becomes of it: with queues it waits, may still be answered in time, and is dropped only when it has waited too long. It counts no requests: it can be 0 while some wait from before, and above 0 where none is late.',
    { formula: 'max(0, E) with E = load − T', measure: 'unmet' },
  ),
  spare: term(
    'What it comes to',
    'Spare capacity',
    'What the pipeline could serve beyond the load, in requests a second: cores that are paid for and idle.',
    { formula: 'max(0, −E) with E = load − T' },
  ),
  qos: term(
    'What it comes to',
    'Q, quality of service',
    'One number for how well requests are served: accuracy and throughput count for it, latency, unmet load and spare capacity against it. It has no true zero, so it is compared in points, never in per cent.',
    { formula: 'Q = a V + b T − L − c max(0, E) − d max(0, −E)', source: equation('3'), measure: 'qos' },
  ),
  j: term(
    'What it comes to',
    'J',
    'What policies are compared on: the quality of service less the price of the cores, and of late requests where they have one. More is better.',
    { formula: 'J = Q − λ C − κ late', source: `${equation('4')}, where κ is 0`, measure: 'objective' },
  ),
  reward: term(
    'What it comes to',
    'Reward',
    'What the agent is trained on: J less a small penalty on the largest batch.',
    {
      formula: 'r = Q − β C − κ late − γ B',
      source: `${equation('7')}, where κ is 0`,
      measure: 'reward',
    },
  ),
  price: term(
    'What it comes to',
    'Price of a core',
    'Points that one core takes off J and off the reward in each decision. The slider “A core costs” sets it: the dearer, the more a policy saves.',
    { source: `${PAPER}, λ in (4) and β in (7)` },
  ),
  latePrice: term(
    'What it comes to',
    'Price of late requests',
    'Points that J and the reward lose for each per cent of the requests of ten seconds not answered within the latency objective. The slider “Each % late costs” sets it. Single requests are counted; in the other environments the share is an estimate.',
    { formula: 'late = 100 − per cent in time', source: `The lab’s own; ${PAPER} has none, which is 0` },
  ),
  batchPrice: term(
    'What it comes to',
    'Price of a batched request',
    'Points that each request of the largest batch takes off the reward: a small nudge towards short batches. J does not have it.',
    { formula: 'γ B', source: equation('7') },
  ),
  points: term(
    'What it comes to',
    'Points',
    'The unit of Q, J and reward. They mix accuracy, seconds and cores by the weights in the panel “What if”, so a point is worth what the weights make of it.',
  ),
  possible: term(
    'What it comes to',
    'What is possible',
    'What can be earned on a load that is known in advance lies between two numbers: the best plan found was played and earns the one, and it is proven that nobody can earn more than the other. Where orders take effect at once both are the exact optimum.',
    {
      formula: 'best plan found ≤ what is possible ≤ upper bound',
      source: 'The lab’s own; the proof is in docs/bracket.md',
    },
  ),
  bestPlan: term(
    'What it comes to',
    'Best plan found',
    'The orders that earn most of all that a search has tried, with the whole load known. They can be played, so that so much can be earned. A lane that earns more takes their place. In ten seconds it may earn less than others, to earn more later.',
    { source: 'The lab’s own search, docs/bracket.md' },
  ),
  upperBound: term(
    'What it comes to',
    'Upper bound',
    'Nobody can earn more in these ten seconds, whatever was ordered before them: the best that can serve in them, without queues, and with no more lateness or cores than must be. Nobody need reach it. Among single requests none is proven.',
    { source: 'The lab’s own; the proof is in docs/bracket.md' },
  ),
  regret: term(
    'What it comes to',
    'Regret',
    'How much less a policy earned than is possible with the load known: than the best plan found, for want of foresight and by its own doing; and at most than the upper bound, where nobody knows whether the rest can be had. Where choices take effect at once it is exact.',
    { formula: 'mean of (best plan − reward), at most of (bound − reward)', measure: 'regret' },
  ),
  score: term(
    'What it comes to',
    'Normalised score',
    'The reward on a scale where choosing at random is 0 and the optimum is 1, so that pipelines and loads can be compared.',
    { formula: '(reward − random) ÷ (optimum − random)' },
  ),
  interval: term(
    'What it comes to',
    'Interval',
    'The range in which the mean lies with 95 % confidence, from the scatter between seeds: the mean was drawn again and again from them.',
    { source: 'Percentile bootstrap, Efron 1979' },
  ),
  iqm: term(
    'What it comes to',
    'Interquartile mean',
    'The mean of the middle half of the seeds: one lucky or unlucky seed does not move it.',
    { source: 'Agarwal et al. 2021' },
  ),
  pareto: term(
    'What it comes to',
    'Front of price and quality',
    'The policies that nobody beats in both: whoever is cheaper has less quality, whoever has more quality is dearer (Pareto front).',
  ),
  changes: term(
    'What it comes to',
    'Changes',
    'Settings that were ordered otherwise than in the decision before. Each may mean replicas that start and stop.',
    { measure: 'switches' },
  ),
  decisionTime: term(
    'What it comes to',
    'Decision time',
    'How long a policy takes to choose, on this machine.',
    { measure: 'decisionMs' },
  ),
  figures: term(
    'What it comes to',
    'Fig. 4 to 7',
    'Figures of the paper, drawn anew from what is measured here: 4 cost and quality over time, 5 their averages, 6 decision times, 7 the training.',
    { source: PAPER },
  ),
  equations: term(
    'What it comes to',
    '(1) to (7)',
    'Equations of the paper: (1) accuracy, (2) cost, (3) quality of service, (4) the objective, (5) what a policy sees, (6) what it orders, (7) the reward.',
    { source: PAPER },
  ),
  load: term(
    'The load',
    'Load',
    'Requests that arrive in a second. Of a decision it is the highest of its ten seconds.',
  ),
  forecast: term(
    'The load',
    'Forecast',
    'What a policy takes the load to become: the highest second of the coming twenty, computed from the seconds before.',
  ),
  seed: term(
    'The load',
    'Seed',
    'The number from which everything random is drawn. The same seed gives the same run, everywhere; another one gives another load of the same kind.',
  ),
  lstm: term(
    'The load',
    'LSTM',
    'A small neural network with a memory. Here 25 units read the peaks of the last two minutes and foresee the next.',
    { source: 'Hochreiter and Schmidhuber 1997' },
  ),
  ewma: term(
    'The load',
    'EWMA',
    'A mean of the last ten-second peaks in which the newest weighs most, 3 % up (exponentially weighted moving average).',
  ),
  holt: term('The load', 'Holt', 'Follows the level of the load and its trend, and lets the trend fade.', {
    source: 'Holt 1957; damped: Gardner and McKenzie 1985',
  }),
  ar: term(
    'The load',
    'AR(12)',
    'A weighted sum of the last twelve ten-second peaks, with weights learnt from the past (autoregression).',
  ),
  lastPeak: term(
    'The load',
    'Last 10, 20, 120 s',
    'Foresees that the highest second of so long ago comes again. It asks for no learning: every forecast must beat it.',
  ),
  known: term(
    'The load',
    'Known load',
    'Is told the coming ten seconds. Nobody can be: it shows what a perfect forecast would be worth.',
  ),
  noiseFloor: term(
    'The load',
    'Noise floor',
    'The error that stays for whoever knows the coming mean, but not how single seconds scatter around it. No forecast gets below it but by luck.',
  ),
  perfectForecast: term(
    'The load',
    'Perfect forecast',
    'The highest second of the coming twenty, known in advance: what every forecaster is asked for. It errs by nothing, and yet it knows no more than one number of what comes.',
  ),
  dlinear: term(
    'The load',
    'DLinear',
    'Splits the last two minutes into trend and remainder and forecasts from each by a weighted sum.',
    { source: 'Zeng et al. 2023' },
  ),
  smape: term(
    'The load',
    'SMAPE',
    'How far a forecast is off, in per cent of the mean of what came and what was foreseen.',
    { formula: 'mean of 2 |forecast − load| ÷ (forecast + load)' },
  ),
  newsvendor: term(
    'The load',
    'Newsvendor',
    'Whoever orders newspapers before knowing how many are sold asks what one too few costs against one too many. So here: one request a second too few costs more than one too many, and so the best forecast lies above the middle.',
    { formula: 'best quantile = cost of too few ÷ (cost of too few + cost of too many)' },
  ),
  policy: term(
    'Who decides',
    'Policy',
    'A rule that decides: from what it sees, it orders the configuration of the next ten seconds.',
  ),
  lane: term(
    'Who decides',
    'Lane',
    'The Lab runs two policies side by side on the same requests: lane A above, lane B below.',
  ),
  myopic: term(
    'Who decides',
    'Myopic optimum',
    'Chooses what earns most if the forecast comes true, by exact search over every configuration. It is short-sighted: it thinks neither of replicas that still start nor of queues.',
  ),
  planner: term(
    'Who decides',
    'Planner',
    'Plays its choices forward in a model of the pipeline, under several loads that the forecast may become, and orders the first step of the best. It thinks of replicas that still start and of queues, and needs no training.',
  ),
  knownLoad: term(
    'Who decides',
    'Optimum with known load',
    'As the myopic optimum, but it is told the load of the coming ten seconds. Nobody can know that: it is a yardstick.',
  ),
  offline: term(
    'Who decides',
    'Offline optimum',
    'Knows the whole load beforehand and plans all decisions together. A yardstick too.',
  ),
  fixedChoice: term(
    'Who decides',
    'Best fixed choice',
    'The one configuration that earns most over the whole load if it is never changed: what adapting must beat.',
  ),
  tenSeconds: term(
    'Who decides',
    'Optimum of each ten seconds',
    'The most that can be earned in ten seconds whose load is known, if the choice takes effect at once. Where it does, each decision is measured against it; what is missing is the regret.',
    { formula: 'most of r over all configurations' },
  ),
  opd: term(
    'Who decides',
    'OPD',
    'The paper’s system: an agent that learns by trying, with a forecast of the load and an expert’s advice. You train it here.',
    { source: PAPER },
  ),
  ipa: term(
    'Who decides',
    'IPA',
    'Chooses the most accurate models that carry the load within the latency objective, by exact search; cores hardly count.',
    { source: 'Ghafouri et al., IPA: Inference Pipeline Adaptation' },
  ),
  greedy: term(
    'Who decides',
    'Greedy',
    'Chooses the fewest cores that carry the forecast load; accuracy does not count.',
  ),
  hpa: term(
    'Who decides',
    'HPA',
    'What Kubernetes runs out of the box: more replicas where utilisation is above a target, fewer where it is below. It changes neither models nor batches.',
    { source: 'Kubernetes, Horizontal Pod Autoscaler' },
  ),
  keda: term(
    'Who decides',
    'KEDA',
    'Sets replicas by the number of requests in each stage. It changes neither models nor batches.',
    {
      source: 'KEDA, ScaledObject',
    },
  ),
  random: term('Who decides', 'Random', 'Any allowed choice, by lot: the least that others must beat.'),
  agent: term(
    'Learning',
    'PPO',
    'The way in which the agent learns: it tries, sees which choices earned more than expected, and makes those more likely, a little at a time (proximal policy optimisation).',
    { source: 'Schulman et al. 2017' },
  ),
  expert: term(
    'Learning',
    'Expert guidance',
    'At the beginning the agent is shown what an expert would choose, so that it need not try everything.',
    { source: `${PAPER}, Algorithm 2` },
  ),
  heldOut: term(
    'Learning',
    'Held out',
    'Load on which the agent is judged and never trained: so learning by heart does not help.',
  ),
  policyMap: term(
    'Who decides',
    'Policy map',
    'What a policy runs in the end where the load does not change and is forecast exactly, for each load and each number of cores. Beside another’s it shows where the two differ, and what J that is worth there.',
  ),
  normalisedRegret: term(
    'Learning',
    'Normalised regret',
    'What an agent loses to the best plan found on the held-out load, as a share of what Greedy loses to it: 0 is that plan (the optimum, where orders take effect at once), 1 is as good as Greedy; below 0 is better than the plan.',
    { formula: '(plan − agent) ÷ (plan − Greedy)' },
  ),
  entropy: term(
    'Learning',
    'Entropy',
    'How undecided the agent is: 1 is drawing lots, 0 is certain. It should fall slowly.',
    { formula: 'entropy of the choices ÷ that of drawing lots' },
  ),
  kl: term(
    'Learning',
    'KL',
    'How far one update moves the agent’s choices (Kullback-Leibler divergence). Too far, and it forgets; near 0, it learns nothing.',
  ),
  advantage: term(
    'Learning',
    'Advantage',
    'How much more a choice earned than the agent expected. Choices with a positive one become more likely.',
  ),
  ratio: term(
    'Learning',
    'Ratio',
    'How probable a choice has become by an update, against what it was when it was made: 1 is as probable as before, 1.2 a fifth more. Every update begins at 1.',
    { formula: 'probability now ÷ probability when chosen', source: equation('12') },
  ),
  clip: term(
    'Learning',
    'Clip',
    'Keeps an update small: once the ratio of a choice has left a region around 1 in the direction that its advantage points to, that choice is pushed no further. The region is called ε; 0.2 reaches from 0.8 to 1.2.',
    { source: equation('12') },
  ),
  microscope: term(
    'Learning',
    'PPO microscope',
    'One minibatch of an update with a dot for each of its decisions: by how much it was better than expected, and how much more probable the update has made it. The symbols of the objective light the decisions that they are about.',
    { source: equation('11') },
  ),
  engine: term(
    'Learning',
    'SIMD, WASM, WebGPU',
    'Ways in which a browser can compute the training: four numbers at a time on the processor (SIMD, in WebAssembly), through a library in WebAssembly (WASM), or on the graphics chip (WebGPU). The lab measures which is quickest here.',
  ),
  world: term(
    'The world',
    'Environment',
    'What the world does with an order: whether replicas take time to start, whether requests wait, and whether each is followed on its own.',
  ),
  chance: term(
    'The world',
    'With queues',
    'Requests flow second by second: replicas take time to start, and what finds no capacity waits. Requests also wait by chance, for company in a batch and for a free replica, as long as queueing theory says, so that whoever runs close to its capacity answers late. Quick, and close to single requests.',
  ),
  fluid: term(
    'The world',
    'Fluid',
    'As with queues, but without chance: requests flow like water and wait only where there are more than the replicas serve, so that whoever runs close to its capacity looks better than it is. Quick.',
  ),
  instant: term(
    'The world',
    'Instant',
    'The paper’s equations to the letter: every choice takes effect at once and nothing waits. Here the optimum is exact.',
  ),
  discrete: term(
    'The world',
    'Single requests',
    'Every request on its own, arriving by chance, waiting, batched and served (discrete-event simulation). Slower, and right about lateness. Whatever another environment found can be judged here at one click.',
  ),
  startup: term(
    'The world',
    'Start-up',
    'Seconds from the order of a replica until it serves; it holds its cores from the order on.',
  ),
  rollout: term(
    'The world',
    'Rollout',
    'How a stage changes its model: surge keeps the old replicas until the new ones serve, recreate stops them first.',
    { source: 'Kubernetes, Deployment strategies' },
  ),
  node: term(
    'The world',
    'Node',
    'One machine of the device. A replica must fit on one whole; what fits on none waits and serves nothing.',
  ),
  afterEffects: term(
    'The world',
    'After-effects',
    'What a decision does beyond its ten seconds: replicas that still start, queues that are left. They cost even the best plan something, and are why planning ahead pays.',
  ),
  fork: term(
    'The world',
    'Fork',
    'Another order at one moment, with everything before it unchanged. Both futures run on, and their difference is what that order was worth. In Train: a run that goes on from another with one setting changed.',
  ),
} as const satisfies Readonly<Record<string, GlossaryTerm>>;

export type TermId = keyof typeof glossary;

export const termIds = Object.keys(glossary) as readonly TermId[];

/** The term as plain data, whichever parts it has. */
export const termOf = (id: TermId): GlossaryTerm => glossary[id];
