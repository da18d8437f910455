/** Hyper-parameters from outside, judged: one sentence for what is wrong, the same at every door. */
import { DRAWN_WORLDS, defaultConfig, type TrainingConfig } from './config.ts';
import { hyperparameters, type HyperName } from './hyperparameters.ts';
import { figure, outsideRange } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Hyper-parameters by name, as files, links and options bring them. */
export type GivenSettings = Readonly<Record<string, unknown>>;

export const isHyperName = (name: string): name is HyperName => Object.hasOwn(hyperparameters, name);

/** What is wrong with one value, a sentence; undefined where a training takes it. */
export function settingComplaint(name: string, value: unknown): string | undefined {
  if (!isHyperName(name))
    return `There is no hyper-parameter “${name.slice(0, 80)}”; there are ${Object.keys(hyperparameters).join(', ')}.`;
  const field = hyperparameters[name];
  if (field.kind === 'number') return outsideRange(field.label, field, value);
  return field.options.some((option) => option === value)
    ? undefined
    : `${field.label} takes one of ${field.options.join(', ')}; “${String(value).slice(0, 80)}” is none.`;
}

/** Decisions of an experience that still fit the memory of the kernel beside its network. */
const MOST_DECISIONS = 131_072;
/** A minibatch costs at least as much as so many decisions: Adam goes over all parameters. */
const LEAST_BATCH = 64;
/** An update of the default takes about a tenth of a second on one core, one of a thousand times the work minutes. */
const MOST_WORK = 1000;

/** Drawing orthogonal first weights takes seconds from here on, and with the cube of the width. */
const MOST_WEIGHTS = 1_200_000;

/** About 200 inputs and outputs beside the blocks. */
const weightsOf = ({ width, blocks }: TrainingConfig): number => width * (2 * blocks * width + 200);

/** Multiplications of an update, roughly. */
function work(config: TrainingConfig): number {
  const { lanes, horizon, minibatch, epochs } = config;
  const decisions = lanes * horizon;
  const batch = Math.min(minibatch, decisions);
  return epochs * Math.floor(decisions / batch) * Math.max(batch, LEAST_BATCH) * weightsOf(config);
}

/** What is wrong with values that are right each by itself, a sentence. */
function togetherComplaint(config: TrainingConfig): string | undefined {
  const { lanes, horizon, minibatch, epochs, width, blocks } = config;
  const decisions = lanes * horizon;
  const product = `${figure(lanes)} episodes side by side (lanes) of ${figure(horizon)} decisions each (horizon) make a rollout of ${figure(decisions)} decisions`;
  if (decisions < 2) return `${product}; a training takes at least 2.`;
  if (decisions > MOST_DECISIONS) return `${product}; a training takes at most ${figure(MOST_DECISIONS)}.`;
  const weights = weightsOf(config);
  if (weights > MOST_WEIGHTS)
    return `A network of ${figure(blocks)} blocks ${figure(width)} units wide has about ${figure(weights)} weights; a training takes at most ${figure(MOST_WEIGHTS)}.`;
  const times = work(config) / work(defaultConfig);
  if (times > MOST_WORK)
    return `${figure(epochs)} epochs over ${figure(decisions)} decisions (lanes × horizon) in minibatches of ${figure(minibatch)}, for a network of ${figure(blocks)} blocks ${figure(width)} units wide, make one update ${figure(Math.round(times))} times the work of the default; a training takes at most ${figure(MOST_WORK)} times: lower one of them.`;
  return undefined;
}

/** The defaults with some replaced, or the sentence that says which of them a training does not take. */
export function configFrom(given: GivenSettings): Result<TrainingConfig> {
  for (const [name, value] of Object.entries(given)) {
    const complaint = settingComplaint(name, value);
    if (complaint !== undefined) return refused(complaint);
  }
  const config: TrainingConfig = { ...defaultConfig, ...given };
  const complaint = togetherComplaint(config);
  return complaint === undefined ? accepted(config) : refused(complaint);
}

/** `configFrom` where the values were judged before; throws its sentence where they were not. */
export function configWith(given: GivenSettings): TrainingConfig {
  const config = configFrom(given);
  if (!config.ok) throw new Error(config.message);
  return config.value;
}

/** What a training with this configuration does otherwise than its numbers say, sentences. */
export function settingRemarks(config: TrainingConfig): readonly string[] {
  const { lanes, horizon, minibatch, randomise, expert, expertMode } = config;
  const worlds = randomise > 0 ? Math.min(DRAWN_WORLDS, lanes) : 1;
  const used = Math.floor(lanes / worlds) * worlds;
  const decisions = used * horizon;
  const remarks: string[] = [];
  if (used < lanes)
    remarks.push(
      `Drawn worlds share the episodes evenly: ${figure(used)} of the ${figure(lanes)} side by side (lanes) are used.`,
    );
  if (randomise > 0 && expert === 'best-plan' && expertMode !== 'none')
    remarks.push(
      'In drawn worlds the best plan would be sought anew every few updates: the offline optimum advises in its place.',
    );
  if (minibatch > decisions)
    remarks.push(
      `A rollout has ${figure(decisions)} decisions (lanes × horizon), fewer than a minibatch of ${figure(minibatch)}: all of them make one.`,
    );
  else if (decisions % minibatch > 0)
    remarks.push(
      `A rollout of ${figure(decisions)} decisions (lanes × horizon) is no multiple of a minibatch of ${figure(minibatch)}: each epoch leaves out ${figure(decisions % minibatch)} of them, other ones each time.`,
    );
  return remarks;
}
