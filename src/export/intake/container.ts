/** What a container and its replicas say about a stage. */
import { shown, Unreadable } from './unreadable.ts';
import { at, field, listIn, textOf, variable } from '../cluster/fields.ts';
import { coresIn } from '../cluster/quantity.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { coresOfThousandths } from '../../model/cores.ts';
import { DecisionLog, type Decision } from '../../model/decision.ts';
import { LONGEST_NAME, shortened } from '../../model/text.ts';

/** A stage as a manifest has it. */
export interface FoundStage {
  readonly name: string;
  readonly variant: string;
  /** Cores of one replica, in thousandths. */
  readonly cores: number;
  readonly replicas: number;
  readonly batch: number;
  readonly decisions: readonly Decision[];
}

/** What the readers of each kind know of a stage. */
export interface ContainerSource {
  readonly name: string;
  readonly container: unknown;
  readonly resources: unknown;
  readonly modelUri: string;
  /** As written; undefined: none is. */
  readonly replicas: unknown;
  /** Where its batches are made: the stage's container or its queue's. */
  readonly batches: unknown;
  /** Batch of a batcher in front of the container, as written; undefined: there is none. */
  readonly batcher?: unknown;
}

/** Names of containers that their platform gives: they say nothing of the model. */
const PLATFORM = ['kserve-container', 'kfserving-container', 'model'];
/** Resources of a container that are no accelerators; those of devices have a slash. */
const PLAIN_RESOURCE = /^(cpu|memory|ephemeral-storage|hugepages-.*)$/;

/** `registry:5000/video:yolo@sha256:..` has the tag `yolo`. */
const tagOf = (image: string): string =>
  /:([^/:]+)$/.exec(image.replace(/@.*$/, ''))?.[1]?.replace(/^latest$/, '') ?? '';
const lastPartOf = (uri: string): string => uri.replace(/\/+$/, '').split('/').at(-1) ?? '';

/** Letters, digits and what names of models hold; a name may not carry markup into what is made of it. */
const STRANGE = /[^\p{L}\p{N} ._:/@+-]+/gu;

/** Longest name of a Kubernetes object; what is longer is no name, and refused by the rules of every pipeline. */
const LONGEST_OBJECT = 253;

export function plainName(text: string, log: DecisionLog): string {
  const whole = text.replace(STRANGE, '-').trim();
  const plain = whole.length <= LONGEST_OBJECT ? shortened(whole, LONGEST_NAME).trim() : whole;
  if (plain !== text.trim()) log.changed(`The name ${shown(text)} was written as ${shown(plain)}.`);
  return plain;
}

/** A whole number from 1, as a manifest has it: absent and 0 are 1, and a note says so. */
function whole(value: unknown, what: string, log: DecisionLog): number {
  if (value === undefined || value === null) {
    log.assumed(`${what} is not given; 1 is assumed.`);
    return 1;
  }
  const number = typeof value === 'number' ? value : textOf(value) === '' ? NaN : Number(textOf(value));
  if (!Number.isInteger(number) || number < 0 || number > 1e6)
    throw new Unreadable(`${what} must be a whole number, not ${shown(value)}`);
  if (number === 0) log.assumed(`${what} is 0; 1 is taken instead.`);
  return Math.max(1, number);
}

/** `--model_id=org/name` of a server that fetches the model itself. */
function argumentOf(container: unknown, name: string): string {
  const list = [...listIn(field(container, 'command')), ...listIn(field(container, 'args'))].map(textOf);
  const i = list.findIndex((one) => one === `--${name}` || one.startsWith(`--${name}=`));
  return i < 0 ? '' : list[i]!.includes('=') ? list[i]!.slice(name.length + 3) : (list[i + 1] ?? '');
}

/** The first name that is one: of the variable, the model, the image's tag, the container, the image. */
function variantOf(container: unknown, modelUri: string, own: string): string {
  const name = textOf(field(container, 'name'));
  const image = textOf(field(container, 'image'));
  return (
    [
      variable(container, 'MODEL_VARIANT'),
      lastPartOf(modelUri),
      lastPartOf(argumentOf(container, 'model_id')),
      tagOf(image),
      PLATFORM.includes(name) ? undefined : name,
      lastPartOf(image.replace(/[:@].*$/, '')),
    ].find((one) => one !== undefined && one.trim() !== '') ?? own
  );
}

/** Thousandths that are whole in the manifest may be off by this as numbers. */
const ROUNDING = 1e-6;

function coresOf(resources: unknown, stage: string, log: DecisionLog): number {
  const written = at(resources, 'requests', 'cpu') ?? at(resources, 'limits', 'cpu');
  if (written === undefined) {
    log.assumed(`${stage} names no cores; 1 is assumed.`);
    return 1;
  }
  const cores = coresIn(written);
  if (cores === undefined)
    throw new Unreadable(`${stage}: ${shown(written)} is no number of cores above 0, like 2 or 500m`);
  // Kubernetes rounds up to thousandths too.
  const taken = Math.max(BOUNDS.variantCores.min, coresOfThousandths(Math.ceil(cores * 1000 - ROUNDING)));
  if (taken !== cores)
    log.changed(
      `${stage}: ${textOf(written)} cores are taken as ${String(taken)}, since the lab counts thousandths from ${String(BOUNDS.variantCores.min)} on.`,
    );
  return taken;
}

function noteAccelerators(resources: unknown, stage: string, log: DecisionLog): void {
  const asked = new Map<string, string>();
  for (const part of ['limits', 'requests']) {
    const amounts = field(resources, part);
    if (!isRecord(amounts)) continue;
    for (const [key, amount] of Object.entries(amounts))
      if (!PLAIN_RESOURCE.test(key) && textOf(amount) !== '0') asked.set(key, textOf(amount));
  }
  const said = [...asked].slice(0, 3).map(([key, amount]) => `${shown(key)} (${shown(amount)})`);
  if (said.length > 0)
    log.leftOut(
      `${stage} asks for ${said.join(', ')}: the lab counts cores only and does not model accelerators; measure its latency on one and put it into a pipeline file (JSON).`,
    );
}

function batchOf({ batches, batcher }: ContainerSource, stage: string, log: DecisionLog): number {
  const variableSays = variable(batches, 'MLSERVER_MODEL_MAX_BATCH_SIZE');
  if (batcher === undefined)
    return whole(variableSays, `${stage}: the batch (MLSERVER_MODEL_MAX_BATCH_SIZE)`, log);
  if (variableSays !== undefined && variableSays !== textOf(batcher))
    log.leftOut(
      `${stage}: the batch is the batcher's, ${shown(batcher)}; MLSERVER_MODEL_MAX_BATCH_SIZE says ${shown(variableSays)}.`,
    );
  return whole(batcher, `${stage}: the batch (batcher.maxBatchSize)`, log);
}

export function stageOf(source: ContainerSource): FoundStage {
  const { name, container, resources, modelUri, replicas } = source;
  const log = new DecisionLog({});
  if (name === '') throw new Unreadable('a stage has no name');
  const own = plainName(name, log);
  const stage = `Stage ${shown(own)}`;
  const cores = coresOf(resources, stage, log);
  noteAccelerators(resources, stage, log);
  return {
    name: own,
    variant: plainName(variantOf(container, modelUri, own), log),
    cores,
    replicas: whole(replicas, `${stage}: the number of replicas`, log),
    batch: batchOf(source, stage, log),
    decisions: log.decisions,
  };
}
