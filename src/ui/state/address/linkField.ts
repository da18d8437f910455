/** The kinds of fields that a link has: how each is written, read, kept and shown. */
import type { Compared } from '../comparing/compared.ts';
import { defaultExperiment, type Experiment } from '../../../scenario/experiment.ts';
import type { LaneId, Linked, Names, View } from './linked.ts';
import { readKey } from '../policies/policyKeys.ts';
import { quoted } from './quoted.ts';
import { firstOf } from '../../../model/text.ts';

/** Of one list in a link, how many that there are not are named; whoever wrote more of them meant none. */
const MOST_NAMED = 12;

/** What came of one field of a link. */
interface Read {
  /** The state with the field; undefined where the text makes no sense. */
  readonly linked?: Linked | undefined;
  /** What could not be had, a sentence. */
  readonly said?: string | undefined;
}

/** Whether this browser holds an import. */
export type Holds = (kind: 'trace' | 'pipeline', id: string) => boolean;

export interface LinkField {
  readonly param: string;
  /** The text for the link, or undefined where the value is the default. */
  readonly write: (linked: Linked) => string | undefined;
  readonly read: (text: string, into: Linked, holds: Holds) => Read;
  /** `into` with the field of `from`. */
  readonly keep: (from: Linked, into: Linked) => Linked;
  /** What stands in the state, for the sentence that says so. */
  readonly shown: (linked: Linked, names: Names) => string;
}

type Keep = LinkField['keep'];

export const keepSet =
  (key: keyof Experiment): Keep =>
  ({ experiment }, into) => ({ ...into, experiment: { ...into.experiment, [key]: experiment[key] } });

export const keepView =
  (key: keyof View): Keep =>
  ({ view }, into) => ({ ...into, view: { ...into.view, [key]: view[key] } });

export const keepCompared =
  (key: keyof Compared): Keep =>
  ({ view: { compared } }, into) =>
    withCompared(into, { [key]: compared[key] });

/** A number of the link. One beyond its range is not taken: the nearest that there is may be the opposite of what was meant. */
export function numberRead(
  what: string,
  takes: string,
  text: string,
  possible: (value: number) => boolean,
  take: (value: number) => Linked,
): Read {
  const value = text.trim() === '' ? NaN : Number(text);
  if (possible(value)) return { linked: take(value) };
  return { said: `${what} takes ${takes}; the link says ${quoted(text)}.` };
}

/** Each once. */
export function listed(all: readonly string[], between: string): string {
  return firstOf([...new Set(all)], MOST_NAMED, between);
}

export const noSuch = (what: string, text: string): string => `There is no ${what} ${quoted(text)}.`;

/** What of a link is made of imports that are not here. */
export const notHeld = (what: string, imports: readonly string[]): string =>
  `${what} the imported load ${listed(imports.map(quoted), ', ')}, which this browser does not hold; import it again.`;

type ChoiceKey = 'pipeline' | 'workload' | 'environment' | 'forecaster' | 'rollout';

export interface NamedChoice {
  readonly id: string;
  readonly name: string;
}

export function choice(
  key: ChoiceKey,
  param: string,
  what: string,
  list: readonly NamedChoice[],
  nameOf: (id: string, names: Names) => string | undefined = (id) => list.find((one) => one.id === id)?.name,
  strange: (id: string) => string = (id) => noSuch(what, id),
): LinkField {
  const allowed = list.map(({ id }) => id);
  return {
    param,
    keep: keepSet(key),
    shown: ({ experiment }, names) => {
      const name = nameOf(experiment[key], names);
      return name === undefined ? 'what was on screen' : `“${name}”`;
    },
    write: ({ experiment }) => {
      const value = experiment[key];
      return value !== defaultExperiment[key] && allowed.includes(value) ? value : undefined;
    },
    read: (text, into) =>
      allowed.includes(text)
        ? { linked: { ...into, experiment: { ...into.experiment, [key]: text } } }
        : { said: strange(text) },
  };
}

/** What is compared where a link names nothing else. */
export const AS_IN_HEADER = 'what the header shows';

type ListKey = 'pipelines' | 'workloads';

/** Several of what is `allowed`, in that order. */
export function several(key: ListKey, param: string, what: string, all: readonly NamedChoice[]): LinkField {
  const allowed = all.map(({ id }) => id);
  return {
    param,
    keep: keepCompared(key),
    shown: ({ view: { compared } }, names) => {
      const ids = compared[key];
      if (ids === undefined) return AS_IN_HEADER;
      const nameOf = key === 'pipelines' ? names.pipeline : names.load;
      return `“${ids.map((id) => nameOf(id) ?? id).join(', ')}”`;
    },
    write: ({ view: { compared } }) => {
      const text = allowed.filter((id) => compared[key]?.includes(id)).join();
      return text === '' ? undefined : text;
    },
    read: (text, into) => {
      const ids = text.split(',');
      const list = allowed.filter((id) => ids.includes(id));
      const strange = ids.filter((id) => !allowed.includes(id));
      return {
        linked: list.length === 0 ? undefined : withCompared(into, { [key]: list }),
        said:
          strange.length === 0 ? undefined : `There is no ${what} ${listed(strange.map(quoted), ' or ')}.`,
      };
    },
  };
}

export function withCompared(into: Linked, change: Partial<Compared>): Linked {
  return { ...into, view: { ...into.view, compared: { ...into.view.compared, ...change } } };
}

/** The policy of a lane, as a key: perhaps with settings. */
export function laneField(lane: LaneId): LinkField {
  return {
    param: lane,
    keep: keepSet(lane),
    shown: ({ experiment }, names) => names.lane(experiment[lane]),
    write: ({ experiment }) => (experiment[lane] === defaultExperiment[lane] ? undefined : experiment[lane]),
    read: (text, into) => {
      const key = readKey(text);
      return key.ok
        ? { linked: { ...into, experiment: { ...into.experiment, [lane]: key.value } } }
        : { said: key.message };
    },
  };
}
