/**
 * What is on screen as the hash of the address: one table of fields drives reading and writing.
 * Fields at their default are left out; unknown fields and values that make no sense are ignored.
 */
import { comparedLoads, comparedOf, defaultCompared, SEED_COUNTS, type Compared } from './compared.ts';
import { defaultExperiment, type Experiment } from './experiment.ts';
import { clampTo, knobs } from './knobs.ts';
import { pageOf, type PageId } from './pages.ts';
import { inOrder, readKey, readKeys } from './policyKeys.ts';
import { environmentKinds } from '../../experiments/scenario.ts';
import { presets } from '../../model/presets/index.ts';
import { forecasters } from '../../workload/forecasters/index.ts';
import { generators } from '../../workload/generators.ts';
import { AGENT } from '../theme/policies.ts';

export type LaneId = 'a' | 'b';

/** Where the visitor stands: on which page, and where in the run. */
export interface View {
  readonly page: PageId;
  /** Second of the trace, or undefined for the page's own choice. */
  readonly time: number | undefined;
  readonly speed: number;
  readonly playing: boolean;
  /** Lane whose decision is being explained. */
  readonly why: LaneId | undefined;
  /** The one that the Policies view explains. */
  readonly policy: string;
  /** What the Compare view is asked for. */
  readonly compared: Compared;
}

export interface Linked {
  readonly experiment: Experiment;
  readonly view: View;
}

export const SPEEDS: readonly number[] = [0.5, 1, 2, 4, 8, 16, 30, 60];
export const defaultView: View = {
  page: 'lab',
  time: undefined,
  speed: 4,
  playing: true,
  why: undefined,
  policy: AGENT,
  compared: defaultCompared,
};
export const MAX_SEED = 999_999;
/** Policies that a link can have compared: as many as the lab has, and as many again with settings. */
const MOST_COMPARED = 60;

interface Field {
  readonly param: string;
  /** The text for the link, or undefined where the value is the default. */
  readonly write: (linked: Linked) => string | undefined;
  /** The state with the field read from `text`, or undefined where the text makes no sense. */
  readonly read: (text: string, into: Linked) => Linked | undefined;
}

type ChoiceKey = 'pipeline' | 'workload' | 'environment' | 'forecaster' | 'rollout';

function choice(key: ChoiceKey, param: string, allowed: readonly string[]): Field {
  return {
    param,
    write: ({ experiment }) => {
      const value = experiment[key];
      return value !== defaultExperiment[key] && allowed.includes(value) ? value : undefined;
    },
    read: (text, into) =>
      allowed.includes(text) ? { ...into, experiment: { ...into.experiment, [key]: text } } : undefined,
  };
}

type ListKey = 'pipelines' | 'workloads';

/** Several of what is `allowed`, in that order. */
function several(key: ListKey, param: string, allowed: readonly string[]): Field {
  return {
    param,
    write: ({ view: { compared } }) => {
      const text = allowed.filter((id) => compared[key].includes(id)).join();
      return text === '' || text === defaultCompared[key].join() ? undefined : text;
    },
    read: (text, into) => {
      const ids = text.split(',');
      const list = allowed.filter((id) => ids.includes(id));
      return list.length === 0 ? undefined : withCompared(into, { [key]: list });
    },
  };
}

function withCompared(into: Linked, change: Partial<Compared>): Linked {
  return { ...into, view: { ...into.view, compared: { ...into.view.compared, ...change } } };
}

function numberOf(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : undefined;
}

/** The policy of a lane, as a key: perhaps with settings. */
function laneField(lane: LaneId): Field {
  return {
    param: lane,
    write: ({ experiment }) => (experiment[lane] === defaultExperiment[lane] ? undefined : experiment[lane]),
    read: (text, into) => {
      const key = readKey(text);
      return key.ok ? { ...into, experiment: { ...into.experiment, [lane]: key.value } } : undefined;
    },
  };
}

export const fields: readonly Field[] = [
  {
    param: 'v',
    write: ({ view: { page } }) => (page === defaultView.page ? undefined : page),
    read: (text, into) => {
      const page = pageOf(text);
      return page && { ...into, view: { ...into.view, page } };
    },
  },
  {
    param: 'p',
    write: ({ view: { policy } }) => (policy === defaultView.policy ? undefined : policy),
    read: (text, into) => {
      const key = readKey(text);
      return key.ok ? { ...into, view: { ...into.view, policy: key.value } } : undefined;
    },
  },
  choice(
    'pipeline',
    'pipeline',
    presets.map((p) => p.id),
  ),
  choice(
    'workload',
    'load',
    generators.map((g) => g.id),
  ),
  {
    param: 'seed',
    write: ({ experiment: { seed } }) => (seed === defaultExperiment.seed ? undefined : String(seed)),
    read: (text, into) => {
      const value = numberOf(text);
      if (value === undefined) return undefined;
      const seed = Math.min(MAX_SEED, Math.max(0, Math.round(value)));
      return { ...into, experiment: { ...into.experiment, seed } };
    },
  },
  choice('environment', 'env', environmentKinds),
  choice(
    'forecaster',
    'forecast',
    forecasters.map((f) => f.id),
  ),
  laneField('a'),
  laneField('b'),
  choice('rollout', 'rollout', ['surge', 'recreate']),
  ...knobs.map((knob): Field => ({
    param: knob.param,
    write: ({ experiment }) => {
      const value = experiment[knob.key];
      return value === defaultExperiment[knob.key] || value === undefined ? undefined : String(value);
    },
    read: (text, into) => {
      const value = numberOf(text);
      if (value === undefined) return undefined;
      return { ...into, experiment: { ...into.experiment, [knob.key]: clampTo(knob, value) } };
    },
  })),
  {
    param: 't',
    write: ({ view: { time } }) => (time === undefined ? undefined : String(Math.round(time))),
    read: (text, into) => {
      const value = numberOf(text);
      // A link to a moment shows that moment; `play=1` lets it run on.
      return value === undefined
        ? undefined
        : { ...into, view: { ...into.view, time: Math.max(0, value), playing: false } };
    },
  },
  {
    param: 'speed',
    write: ({ view: { speed } }) => (speed === defaultView.speed ? undefined : String(speed)),
    read: (text, into) => {
      const speed = Number(text);
      return SPEEDS.includes(speed) ? { ...into, view: { ...into.view, speed } } : undefined;
    },
  },
  {
    param: 'why',
    write: ({ view }) => view.why,
    read: (text, into) =>
      text === 'a' || text === 'b'
        ? { ...into, view: { ...into.view, why: text, playing: false } }
        : undefined,
  },
  several(
    'pipelines',
    'c-pipelines',
    presets.map((p) => p.id),
  ),
  several(
    'workloads',
    'c-loads',
    comparedLoads.map((load) => load.id),
  ),
  {
    param: 'c-policies',
    write: ({ view: { compared } }) => {
      const text = compared.policies.join();
      return text === '' || text === defaultCompared.policies.join() ? undefined : text;
    },
    read: (text, into) => {
      const policies = inOrder(comparedOf(readKeys(text).keys)).slice(0, MOST_COMPARED);
      return policies.length === 0 ? undefined : withCompared(into, { policies });
    },
  },
  {
    param: 'c-seeds',
    write: ({ view: { compared } }) =>
      compared.seeds === defaultCompared.seeds ? undefined : String(compared.seeds),
    read: (text, into) =>
      SEED_COUNTS.includes(Number(text)) ? withCompared(into, { seeds: Number(text) }) : undefined,
  },
  {
    param: 'c-env',
    write: ({ view: { compared } }) =>
      compared.environment === defaultCompared.environment ? undefined : compared.environment,
    read: (text, into) => {
      const environment = environmentKinds.find((kind) => kind === text);
      return environment && withCompared(into, { environment });
    },
  },
  {
    param: 'play',
    write: ({ view }) => (view.playing && view.time !== undefined ? '1' : undefined),
    read: (text, into) => (text === '1' ? { ...into, view: { ...into.view, playing: true } } : undefined),
  },
];

export function writeLink(linked: Linked): string {
  const params = new URLSearchParams();
  for (const field of fields) {
    const text = field.write(linked);
    if (text !== undefined) params.set(field.param, text);
  }
  const text = params.toString();
  return text === '' ? '' : `#${text}`;
}

export function readLink(hash: string): Linked {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  let linked: Linked = { experiment: defaultExperiment, view: defaultView };
  for (const field of fields) {
    const text = params.get(field.param);
    if (text !== null) linked = field.read(text, linked) ?? linked;
  }
  return linked;
}

/** Policies and settings in the link that this lab does not know, a sentence each: they are left out. */
export function linkTroubles(hash: string): readonly string[] {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const one = (param: string): readonly string[] => {
    const text = params.get(param);
    const key = text ? readKey(text) : undefined;
    return key && !key.ok ? [key.message] : [];
  };
  const found = [...one('a'), ...one('b'), ...one('p'), ...readKeys(params.get('c-policies') ?? '').refused];
  return found.filter((sentence, i) => found.indexOf(sentence) === i);
}
