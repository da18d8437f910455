/** What a container and its replicas say about a stage. */
import { shown, Unreadable } from './unreadable.ts';
import { at, field, textOf, variable } from '../cluster/fields.ts';
import { coresIn } from '../cluster/quantity.ts';

/** A stage as a manifest has it. */
export interface FoundStage {
  readonly name: string;
  readonly variant: string;
  /** Whole cores of one replica. */
  readonly cores: number;
  readonly replicas: number;
  readonly batch: number;
  /** What had to be assumed, as sentences. */
  readonly notes: readonly string[];
}

/** What the readers of each kind know of a stage. */
export interface Source {
  readonly name: string;
  readonly container: unknown;
  readonly resources: unknown;
  readonly modelUri: string;
  /** As written; undefined: none is. */
  readonly replicas: unknown;
  /** Where its batches are made: the stage's container or its queue's. */
  readonly batches: unknown;
}

/** `registry:5000/video:yolo@sha256:..` has the tag `yolo`. */
const tagOf = (image: string): string =>
  /:([^/:]+)$/.exec(image.replace(/@.*$/, ''))?.[1]?.replace(/^latest$/, '') ?? '';
const lastPartOf = (uri: string): string => uri.replace(/\/+$/, '').split('/').at(-1) ?? '';

/** Letters, digits and what names of models hold; a name may not carry markup into what is made of it. */
const STRANGE = /[^\p{L}\p{N} ._:/@+-]+/gu;

export function plainName(text: string, notes: string[]): string {
  const plain = text.replace(STRANGE, '-').trim();
  if (plain !== text.trim()) notes.push(`The name ${shown(text)} was written as ${shown(plain)}.`);
  return plain;
}

function whole(value: unknown, what: string, notes: string[]): number {
  if (value === undefined || value === null) {
    notes.push(`${what} is not given; 1 is assumed.`);
    return 1;
  }
  const number = typeof value === 'number' ? value : textOf(value) === '' ? NaN : Number(textOf(value));
  if (!Number.isInteger(number) || number < 0 || number > 1e6)
    throw new Unreadable(`${what} must be a whole number, not ${shown(value)}`);
  if (number === 0) notes.push(`${what} is 0; 1 is taken instead.`);
  return Math.max(1, number);
}

export function stageOf({ name, container, resources, modelUri, replicas, batches }: Source): FoundStage {
  const notes: string[] = [];
  if (name === '') throw new Unreadable('a stage has no name');
  const own = plainName(name, notes);
  const stage = `Stage ${shown(own)}`;
  const variant =
    [
      variable(container, 'MODEL_VARIANT'),
      lastPartOf(modelUri),
      tagOf(textOf(field(container, 'image'))),
      textOf(field(container, 'name')),
    ].find((one) => one !== undefined && one.trim() !== '') ?? own;
  const written = at(resources, 'requests', 'cpu') ?? at(resources, 'limits', 'cpu');
  const cores = coresIn(written);
  if (written === undefined) notes.push(`${stage} names no cores; 1 is assumed.`);
  else if (cores === undefined)
    throw new Unreadable(`${stage}: ${shown(written)} is no number of cores above 0, like 2 or 500m`);
  else if (!Number.isInteger(cores))
    notes.push(
      `${stage}: ${textOf(written)} cores are rounded up to ${String(Math.ceil(cores))}, since the lab counts whole ones.`,
    );
  return {
    name: own,
    variant: plainName(variant, notes),
    cores: Math.ceil(cores ?? 1),
    replicas: whole(replicas, `${stage}: the number of replicas`, notes),
    batch: whole(
      variable(batches, 'MLSERVER_MODEL_MAX_BATCH_SIZE'),
      `${stage}: the batch (MLSERVER_MODEL_MAX_BATCH_SIZE)`,
      notes,
    ),
    notes,
  };
}
