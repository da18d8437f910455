/**
 * The PPO doctor: rules over the metrics of a training, each with its evidence, what it means, and what to change.
 * Pure: the same points give the same findings.
 */
import type { TrainingConfig } from '../ppo/config.ts';
import { knobEntropy, meanOf, evidenceStretch, type EvidenceMetric, type Stretch } from './evidence.ts';
import { rangeOf, type HyperName } from '../ppo/hyperparameters.ts';
import type { TrainPoint } from '../training/progress.ts';
import { within } from '../../model/range.ts';

/** `serious`: training is being harmed; `warning`: it could go better; `note`: worth knowing, or over by now. */
export type Severity = 'serious' | 'warning' | 'note';

export interface Diagnosis {
  readonly id: string;
  readonly severity: Severity;
  /** A few words. */
  readonly title: string;
  readonly evidence: {
    readonly metric: EvidenceMetric;
    /** Updates, both included. */
    readonly from: number;
    readonly to: number;
    readonly sentence: string;
  };
  readonly meaning: string;
  /** Hyper-parameters to fork with; undefined where none helps. */
  readonly change: Readonly<Partial<TrainingConfig>> | undefined;
  readonly advice: string;
}

export interface Patient {
  /** Of one seed, in order. */
  readonly points: readonly TrainPoint[];
  readonly config: TrainingConfig;
  /** Greedy's regret on the same loads, where it is known; as the points' against the optimum of the equations. */
  readonly unit?: number | undefined;
}

/** Updates a running mean covers: shorter than any fault worth naming, longer than the noise of one update's experience. */
const WINDOW = 5;
/** A fault that covers this share of the training is serious even if the newest updates are free of it. */
const LASTING = 0.25;

/**
 * Approximate KL of an update. Spinning Up stops epochs at 0.015, Stable-Baselines3's users set target_kl to 0.01..0.03,
 * and "The 37 implementation details of PPO" calls values above 0.02 a sign of too large steps. Those are policies with
 * one head; this one multiplies nine or more, and healthy runs of it were measured up to 0.06.
 */
const KL_HIGH = 0.1;
/** Imitation moves the policy on purpose: healthy runs were measured up to 0.25 and half of the samples clipped then. */
const KL_IMITATING = 3;
const CLIP_IMITATING = 2;
/** Far outside the trust region: the policy after the update has little to do with the one that acted. */
const KL_BROKEN = 1;
/** Below this an update changes nothing that could be seen. */
const KL_DEAD = 2e-5;
/** Schulman et al. saw 0.1..0.2 at clip 0.2; beyond 0.3 most of the minibatch no longer teaches. */
const CLIP_HIGH = 0.3;
const CLIP_BROKEN = 0.4;
/** Normalised entropy (1 = uniform): with less than this a head has decided. */
const ENTROPY_LOW = 0.03;
/** With more than this after `PATIENCE` updates the policy is still drawing lots. */
const ENTROPY_HIGH = 0.8;
/** Updates before slowness, or the critic, may be judged. */
const PATIENCE = 40;
/** 0 is what predicting the mean return explains; only a margin below is more than noise. */
const VARIANCE_LOW = -0.05;
/** Root mean square of returns that a value head with unit gain and a gradient cut at 0.5 follows with difficulty. */
const VALUE_HIGH = 60;
/** Half of all choices made by the capacity masks: there is little left to learn. */
const MASKED_HIGH = 0.5;
/** Beyond half the experience is the expert's, and the agent learns least about itself. */
const EXPERT_HIGH = 0.5;
/** Progress below this share over 2 x `PLATEAU` updates is none. */
const PLATEAU = 30;
const PLATEAU_GAIN = 0.03;

const digits = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
const round = (value: number): number => Number(value.toPrecision(1));
const when = ({ from, to }: Stretch): string =>
  from === to ? `in update ${from}` : `in updates ${from} to ${to}`;

/** Serious while it lasts or where it covered much of the training; over, it is a note. */
function graded(stretch: Stretch, severity: Severity): Severity {
  return stretch.recent || stretch.share >= LASTING ? severity : 'note';
}

type Rule = (patient: Patient) => Diagnosis | undefined;

/** `value` with the allowance for updates that also imitate an expert. */
const allowing =
  (value: (point: TrainPoint) => number, allowance: number) =>
  (point: TrainPoint): number =>
    point.imitation > 0 ? value(point) / allowance : value(point);

/** The largest `value` within the stretch, without allowances. */
function highest(
  points: readonly TrainPoint[],
  stretch: Stretch,
  value: (point: TrainPoint) => number,
): number {
  return points.reduce(
    (top, point) =>
      point.update < stretch.from || point.update > stretch.to ? top : Math.max(top, value(point)),
    0,
  );
}

/** The nearest value that a training takes. */
const fit = (name: HyperName, value: number): number => within(rangeOf(name), round(value));

const slower = (config: TrainingConfig, by: number): Pick<TrainingConfig, 'learningRate'> => ({
  learningRate: fit('learningRate', config.learningRate / by),
});

const klSpike: Rule = ({ points, config }) => {
  const kl = (p: TrainPoint): number => p.approxKl;
  const broken = evidenceStretch(points, kl, 1, 'above', KL_BROKEN);
  const high = evidenceStretch(points, allowing(kl, KL_IMITATING), WINDOW, 'above', KL_HIGH);
  const stretch = broken?.recent ? broken : (high ?? broken);
  if (!stretch) return undefined;
  const by = broken ? 10 : 3;
  return {
    id: 'kl-spike',
    severity: graded(stretch, 'serious'),
    title: 'Updates too large',
    evidence: {
      metric: 'approxKl',
      from: stretch.from,
      to: stretch.to,
      sentence: `Approximate KL reached ${digits(highest(points, stretch, kl))} ${when(stretch)}; healthy is below ${KL_HIGH}.`,
    },
    meaning:
      'One update moves the policy so far that the rollout it learned from no longer describes it: what was gained is easily lost again.',
    change: { ...slower(config, by), klStop: 0.05 },
    advice: `Lower the learning rate to ${digits(slower(config, by).learningRate)} and end an update’s epochs when its KL passes 0.05.`,
  };
};

const clipSaturated: Rule = ({ points, config }) => {
  const clipped = (p: TrainPoint): number => p.clipFraction;
  const stretch = evidenceStretch(points, allowing(clipped, CLIP_IMITATING), WINDOW, 'above', CLIP_HIGH);
  if (!stretch) return undefined;
  const change: Partial<TrainingConfig> =
    config.epochs > 4 ? { epochs: Math.max(2, Math.round(config.epochs / 3)) } : slower(config, 3);
  return {
    id: 'clip-saturated',
    severity: graded(stretch, stretch.worst > CLIP_BROKEN ? 'serious' : 'warning'),
    title: 'Clipping saturated',
    evidence: {
      metric: 'clipFraction',
      from: stretch.from,
      to: stretch.to,
      sentence: `Up to ${digits(100 * highest(points, stretch, clipped))} % of the samples were clipped ${when(stretch)}; healthy is 1 to 30 %.`,
    },
    meaning:
      'Most samples lie outside the clip region of (12) and give no gradient: later epochs push on the few that are left.',
    change,
    advice:
      config.epochs > 4
        ? `Go over each rollout ${change.epochs ?? 4} times instead of ${config.epochs}.`
        : `Lower the learning rate to ${digits(slower(config, 3).learningRate)}.`,
  };
};

const clipDead: Rule = ({ points, config }) => {
  // Distillation has no ratio, so its KL says nothing.
  if (config.expertMode === 'distil' || points.length < PATIENCE) return undefined;
  const stretch = evidenceStretch(points, (p) => p.approxKl, 4 * WINDOW, 'below', KL_DEAD);
  const first = points[0]!.learningRate;
  // At the end of the schedule small steps are meant.
  if (!stretch?.recent || points.at(-1)!.learningRate < 0.3 * first) return undefined;
  return {
    id: 'clip-dead',
    severity: 'warning',
    title: 'Updates too small',
    evidence: {
      metric: 'approxKl',
      from: stretch.from,
      to: stretch.to,
      sentence: `Approximate KL stayed near ${digits(stretch.worst)} ${when(stretch)}, and nothing was clipped.`,
    },
    meaning:
      'The policy hardly changes from one update to the next; the budget runs out before it has learned.',
    change: { learningRate: Math.min(1e-3, round(Math.max(config.learningRate * 10, 1e-4))) },
    advice: `Raise the learning rate to ${digits(Math.min(1e-3, round(Math.max(config.learningRate * 10, 1e-4))))}.`,
  };
};

const entropyCollapse: Rule = ({ points, config, unit }) => {
  if (points.length < 2 * WINDOW || config.expertMode === 'distil') return undefined;
  const knobs = ['variants', 'replicas', 'batches'];
  const first = meanOf(points.slice(0, WINDOW), (p) => p.regret);
  // A policy that has become good may be sure of itself.
  const bad = Math.min(unit ?? Infinity, 0.4 * first);
  const now = meanOf(points.slice(-2 * WINDOW), (p) => p.regret);
  if (now <= bad) return undefined;
  for (const [knob, name] of knobs.entries()) {
    const stretch = evidenceStretch(points, (p) => knobEntropy(p, knob), WINDOW, 'below', ENTROPY_LOW);
    if (!stretch?.recent) continue;
    const coefficient = fit('entropyCoefficient', Math.max(0.1, 3 * config.entropyCoefficient));
    return {
      id: 'entropy-collapse',
      severity: 'serious',
      title: 'Entropy collapsed',
      evidence: {
        metric: 'entropy',
        from: stretch.from,
        to: stretch.to,
        sentence: `The heads for ${name} are down to ${digits(Math.max(0, stretch.worst))} of their entropy ${when(stretch)}, while ${digits(now)} points a decision are still lost.`,
      },
      meaning:
        'The agent has become certain before it became good: it no longer tries what it would need to see to improve.',
      change: { entropyCoefficient: coefficient, ...slower(config, config.learningRate > 1e-3 ? 10 : 2) },
      advice: `Raise the entropy weight to ${digits(coefficient)} and lower the learning rate.`,
    };
  }
  return undefined;
};

const entropyHigh: Rule = ({ points, config }) => {
  const { entropyCoefficient } = config;
  if (points.length < PATIENCE || entropyCoefficient <= 0.1) return undefined;
  const mean = (p: TrainPoint): number => (knobEntropy(p, 0) + knobEntropy(p, 1) + knobEntropy(p, 2)) / 3;
  const stretch = evidenceStretch(points, mean, WINDOW, 'above', ENTROPY_HIGH);
  if (!stretch?.recent) return undefined;
  const coefficient = fit('entropyCoefficient', Math.max(0.05, entropyCoefficient / 10));
  return {
    id: 'entropy-high',
    severity: 'warning',
    title: 'Still drawing lots',
    evidence: {
      metric: 'entropy',
      from: stretch.from,
      to: stretch.to,
      sentence: `After ${points.length} updates the heads still have ${digits(100 * stretch.worst)} % of the entropy of pure chance.`,
    },
    meaning: 'The entropy bonus outweighs the reward: choosing at random pays more than choosing well.',
    change: { entropyCoefficient: coefficient },
    advice: `Lower the entropy weight to ${digits(coefficient)}.`,
  };
};

const blindCritic: Rule = ({ points, config }) => {
  // At first the value head has seen nothing, and returns change faster than it learns.
  const seen = points.slice(PATIENCE);
  const stretch = evidenceStretch(seen, (p) => p.explainedVariance, 2 * WINDOW, 'below', VARIANCE_LOW);
  if (!stretch) return undefined;
  return {
    id: 'critic',
    severity: graded(stretch, 'serious'),
    title: 'The critic is worse than a constant',
    evidence: {
      metric: 'explainedVariance',
      from: stretch.from,
      to: stretch.to,
      sentence: `Explained variance fell to ${digits(stretch.worst)} ${when(stretch)}; 0 is what predicting the mean return would give.`,
    },
    meaning:
      'Advantages are measured against a value that misleads, so the policy is pushed the wrong way about as often as the right way.',
    change: { ...slower(config, 3), valueCoefficient: 1 },
    advice: `Give the value loss the weight 1 and lower the learning rate to ${digits(slower(config, 3).learningRate)}.`,
  };
};

const valueScale: Rule = ({ points, config }) => {
  const stretch = evidenceStretch(points, (p) => p.valueScale, WINDOW, 'above', VALUE_HIGH);
  if (!stretch) return undefined;
  const scale = fit('rewardScale', (config.rewardScale * stretch.worst) / 5);
  return {
    id: 'value-scale',
    severity: graded(stretch, 'warning'),
    title: 'Returns too large for the value head',
    evidence: {
      metric: 'valueScale',
      from: stretch.from,
      to: stretch.to,
      sentence: `Returns reached ${digits(stretch.worst)} in root mean square ${when(stretch)}; healthy is below ${VALUE_HIGH}.`,
    },
    meaning:
      'The value loss takes the whole clipped gradient, and next to nothing of it is left for the policy.',
    change: { rewardScale: scale },
    advice: `Divide rewards by ${digits(scale)} instead of ${digits(config.rewardScale)}.`,
  };
};

const maskSaturated: Rule = ({ points }) => {
  const stretch = evidenceStretch(points, (p) => p.masked, WINDOW, 'above', MASKED_HIGH);
  if (!stretch) return undefined;
  return {
    id: 'masked',
    severity: graded(stretch, 'warning'),
    title: 'The capacity decides',
    evidence: {
      metric: 'masked',
      from: stretch.from,
      to: stretch.to,
      sentence: `${digits(100 * stretch.worst)} % of the choices had one possibility left ${when(stretch)}.`,
    },
    meaning:
      'The device is so small that the masks choose for the agent; no setting of the training changes that.',
    change: undefined,
    advice: 'Give the device more cores in the Lab, or accept that there is little to win here.',
  };
};

const expertRules: Rule = ({ points, config }) => {
  if (config.expertMode !== 'literal' && config.expertMode !== 'cloning') return undefined;
  const much = evidenceStretch(points, (p) => p.expertShare, 2 * WINDOW, 'above', EXPERT_HIGH);
  if (much) {
    return {
      id: 'expert-share',
      severity: graded(much, 'warning'),
      title: 'The expert plays too often',
      evidence: {
        metric: 'expertShare',
        from: much.from,
        to: much.to,
        sentence: `The expert played ${digits(100 * much.worst)} % of the decisions ${when(much)}.`,
      },
      meaning:
        'The agent seldom meets the states that its own choices lead to, and those are the ones it will be judged on.',
      change: { expertEvery: 20 },
      advice: 'Let the expert play one episode in 20.',
    };
  }
  if (config.expertMode !== 'literal') return undefined;
  const acts = evidenceStretch(points, (p) => p.expertShare, WINDOW, 'above', 0);
  if (!acts) return undefined;
  return {
    id: 'literal',
    severity: 'warning',
    title: 'Expert episodes count as the agent’s own',
    evidence: {
      metric: 'expertShare',
      from: acts.from,
      to: acts.to,
      sentence: `Up to ${digits(100 * acts.worst)} % of the decisions were the expert’s ${when(acts)}.`,
    },
    meaning:
      'Algorithm 2 as printed puts the expert’s choices into the ratio of (12) as if the agent had drawn them: that is off-policy and biased.',
    change: { expertMode: 'cloning' },
    advice: 'Imitate the expert’s episodes instead: mode “cloning”.',
  };
};

const plateau: Rule = ({ points, config, unit }) => {
  if (unit === undefined || points.length < 2 * PLATEAU) return undefined;
  const late = points.slice(-PLATEAU);
  const [before, now] = [points.slice(-2 * PLATEAU, -PLATEAU), late].map((part) =>
    meanOf(part, (p) => p.regret),
  ) as [number, number];
  // Where imitation ends regret rises before it falls: what falls now is no plateau.
  const [first, last] = [late.slice(0, PLATEAU / 2), late.slice(PLATEAU / 2)].map((part) =>
    meanOf(part, (p) => p.regret),
  ) as [number, number];
  const gained = Math.max((before - now) / before, (first - last) / first);
  if (now <= unit || gained > PLATEAU_GAIN) return undefined;
  const alone = config.expertMode === 'none' || config.expertMode === 'literal';
  const change: Partial<TrainingConfig> = alone
    ? { expertMode: 'dagger', expert: 'plan' }
    : { ...slower(config, config.learningRate > 1e-3 ? 10 : 0.5), guidanceUntil: 0.8 };
  return {
    id: 'plateau',
    severity: 'serious',
    title: 'No progress, and Greedy is still better',
    evidence: {
      metric: 'regret',
      from: late[0]!.update,
      to: late.at(-1)!.update,
      sentence: `Over the last ${2 * PLATEAU} updates regret, against the optimum of the equations, went from ${digits(before)} to ${digits(now)} points a decision; Greedy’s is ${digits(unit)}.`,
    },
    meaning: 'More of the same budget will hardly help: the agent is stuck below a rule of thumb.',
    change,
    advice: alone
      ? 'Let the offline optimum advise in the states the agent meets: mode “dagger”.'
      : `Set the learning rate to ${digits(change.learningRate ?? 0)} and keep the guidance for longer.`,
  };
};

const RULES: readonly Rule[] = [
  klSpike,
  clipSaturated,
  entropyCollapse,
  blindCritic,
  plateau,
  valueScale,
  clipDead,
  entropyHigh,
  expertRules,
  maskSaturated,
];
const ORDER: readonly Severity[] = ['serious', 'warning', 'note'];

/** A cure without what is as it says already: at the end of its range a setting goes no further. */
function possible(diagnosis: Diagnosis, config: TrainingConfig): Diagnosis {
  if (!diagnosis.change) return diagnosis;
  const left = Object.entries(diagnosis.change).filter(
    ([name, value]) => value !== config[name as HyperName],
  );
  if (left.length > 0) return { ...diagnosis, change: Object.fromEntries(left) };
  const advice =
    'What would help has been done, or is at the end of its range: try other settings, or begin anew from the defaults.';
  return { ...diagnosis, change: undefined, advice };
}

/** What the doctor finds, the gravest first. */
export function examine(patient: Patient): readonly Diagnosis[] {
  const found = RULES.flatMap((rule) => rule(patient) ?? []);
  return found
    .map((diagnosis) => possible(diagnosis, patient.config))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/** Findings over several seeds: each kind once, from the seed where it is gravest. */
export function examineSeeds(
  members: readonly (readonly TrainPoint[])[],
  config: TrainingConfig,
  unit?: number,
): readonly (Diagnosis & { readonly member: number })[] {
  const all = members.flatMap((points, member) =>
    examine({ points, config, unit }).map((diagnosis) => ({ ...diagnosis, member })),
  );
  all.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
}
