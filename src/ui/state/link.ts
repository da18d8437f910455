/**
 * What is on screen as the hash of the address: one table of fields drives reading and writing.
 * Fields at their default are left out. Of what a link asks for and cannot have, what stood before stays, and a sentence
 * says so.
 */
import { comparedLoads, comparedOf, defaultCompared, SEED_COUNTS, type Compared } from './compared.ts';
import { defaultExperiment, type Experiment } from './experiment.ts';
import { comparedEnvironments, labEnvironments } from './environments.ts';
import { clampTo, knobs, knobWords } from './knobs.ts';
import { pageOf, PAGES, type PageId } from './pages.ts';
import { inOrder, readKey, readKeys } from './policyKeys.ts';
import { quoted } from './quoted.ts';
import { MAX_SECONDS } from './traces.ts';
import { environmentKinds } from '../../scenario/scenario.ts';
import { presets } from '../../model/presets/index.ts';
import { figure, holds, rangeWords, type Range } from '../../model/range.ts';
import { firstOf, shortened } from '../../model/text.ts';
import { forecasters } from '../../workload/forecasters/index.ts';
import { generators } from '../../workload/generators.ts';
import { AGENT, policyStyle } from '../theme/policies.ts';

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
const SEEDS: Range = { min: 0, max: MAX_SEED, whole: true };
/** Of a moment of the replay. */
const SECONDS: Range = { min: 0, max: MAX_SECONDS, unit: 'seconds' };
/** Letters of what stands instead. */
const MOST_SHOWN = 120;
/** Of one list in a link, how many that there are not are named; whoever wrote more of them meant none. */
const MOST_NAMED = 12;
/** Policies that a link can have compared: as many as the lab has, and as many again with settings. */
const MOST_COMPARED = 60;

/** What came of one field of a link. */
interface Read {
  /** The state with the field; undefined where the text makes no sense. */
  readonly linked?: Linked | undefined;
  /** What could not be had, a sentence. */
  readonly said?: string | undefined;
}

/** Of the form that imported loads have. */
export function isTraceId(id: string): boolean {
  return /^import:[0-9a-f]{8}$/.test(id);
}

interface Field {
  readonly param: string;
  /** The text for the link, or undefined where the value is the default. */
  readonly write: (linked: Linked) => string | undefined;
  readonly read: (text: string, into: Linked) => Read;
  /** `into` with the field of `from`. */
  readonly keep: (from: Linked, into: Linked) => Linked;
  /** What stands in the state, for the sentence that says so. */
  readonly shown: (linked: Linked, names: Names) => string;
}

/** Names of what stands, as the page shows them; the link alone does not know what the visitor imported or trained. */
export interface Names {
  /** Of the policy that runs in a lane where `key` is asked for. */
  readonly lane: (key: string) => string;
  readonly pipeline: (id: string) => string | undefined;
  readonly load: (id: string) => string | undefined;
}

const plainNames: Names = {
  lane: (key) => policyStyle(key).name,
  pipeline: (id) => presets.find((one) => one.id === id)?.name,
  load: (id) => generators.find((one) => one.id === id)?.name,
};

type Keep = Field['keep'];

const keepSet =
  (key: keyof Experiment): Keep =>
  ({ experiment }, into) => ({ ...into, experiment: { ...into.experiment, [key]: experiment[key] } });

const keepView =
  (key: keyof View): Keep =>
  ({ view }, into) => ({ ...into, view: { ...into.view, [key]: view[key] } });

const keepCompared =
  (key: keyof Compared): Keep =>
  ({ view: { compared } }, into) =>
    withCompared(into, { [key]: compared[key] });

/** A number of the link. One beyond its range is not taken: the nearest that there is may be the opposite of what was meant. */
function numberRead(
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
function listed(all: readonly string[], between: string): string {
  return firstOf([...new Set(all)], MOST_NAMED, between);
}

const noSuch = (what: string, text: string): string => `There is no ${what} ${quoted(text)}.`;

type ChoiceKey = 'pipeline' | 'workload' | 'environment' | 'forecaster' | 'rollout';

interface Named {
  readonly id: string;
  readonly name: string;
}

function choice(
  key: ChoiceKey,
  param: string,
  what: string,
  list: readonly Named[],
  nameOf: (id: string, names: Names) => string | undefined = (id) => list.find((one) => one.id === id)?.name,
  strange: (id: string) => string = (id) => noSuch(what, id),
): Field {
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

type ListKey = 'pipelines' | 'workloads';

/** Several of what is `allowed`, in that order. */
function several(key: ListKey, param: string, what: string, all: readonly Named[]): Field {
  const allowed = all.map(({ id }) => id);
  return {
    param,
    keep: keepCompared(key),
    shown: ({ view: { compared } }) =>
      `“${all
        .filter(({ id }) => compared[key].includes(id))
        .map(({ name }) => name)
        .join(', ')}”`,
    write: ({ view: { compared } }) => {
      const text = allowed.filter((id) => compared[key].includes(id)).join();
      return text === '' || text === defaultCompared[key].join() ? undefined : text;
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

function withCompared(into: Linked, change: Partial<Compared>): Linked {
  return { ...into, view: { ...into.view, compared: { ...into.view.compared, ...change } } };
}

/** The policy of a lane, as a key: perhaps with settings. */
function laneField(lane: LaneId): Field {
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

/** As the panel What if? has them: a new replica … */
const ROLLOUTS: readonly Named[] = [
  { id: 'surge', name: 'starts beside the old one' },
  { id: 'recreate', name: 'replaces it at once' },
];

export const fields: readonly Field[] = [
  {
    param: 'v',
    keep: keepView('page'),
    shown: ({ view }) => `the view “${PAGES.find(({ id }) => id === view.page)!.name}”`,
    write: ({ view: { page } }) => (page === defaultView.page ? undefined : page),
    read: (text, into) => {
      const page = pageOf(text);
      return page ? { linked: { ...into, view: { ...into.view, page } } } : { said: noSuch('view', text) };
    },
  },
  {
    param: 'p',
    keep: keepView('policy'),
    shown: ({ view }) => policyStyle(view.policy).name,
    write: ({ view: { policy } }) => (policy === defaultView.policy ? undefined : policy),
    read: (text, into) => {
      const key = readKey(text);
      return key.ok
        ? { linked: { ...into, view: { ...into.view, policy: key.value } } }
        : { said: key.message };
    },
  },
  choice(
    'pipeline',
    'pipeline',
    'pipeline',
    presets,
    (id, names) => names.pipeline(id),
    (id) =>
      `The pipeline ${quoted(id)} is none of the lab’s, and this browser does not hold it; import it again.`,
  ),
  choice(
    'workload',
    'load',
    'load',
    generators,
    (id, names) => names.load(id),
    (id) =>
      isTraceId(id)
        ? `The link names the imported load ${quoted(id)}, which this browser does not hold; import it again.`
        : noSuch('load', id),
  ),
  {
    param: 'seed',
    keep: keepSet('seed'),
    shown: ({ experiment: { seed } }) => figure(seed),
    write: ({ experiment: { seed } }) => (seed === defaultExperiment.seed ? undefined : String(seed)),
    read: (text, into) =>
      numberRead(
        'The seed',
        rangeWords(SEEDS),
        text,
        (value) => holds(SEEDS, value),
        (seed) => ({ ...into, experiment: { ...into.experiment, seed } }),
      ),
  },
  choice('environment', 'env', 'environment', labEnvironments),
  choice('forecaster', 'forecast', 'forecaster', forecasters),
  laneField('a'),
  laneField('b'),
  choice('rollout', 'rollout', 'way of replacing replicas', ROLLOUTS),
  ...knobs.map((knob): Field => ({
    param: knob.param,
    keep: keepSet(knob.key),
    shown: ({ experiment }) => {
      const value = experiment[knob.key];
      return value === undefined ? (knob.unset ?? 'none') : knob.show(value);
    },
    write: ({ experiment }) => {
      const value = experiment[knob.key];
      return value === defaultExperiment[knob.key] || value === undefined ? undefined : String(value);
    },
    read: (text, into) =>
      numberRead(
        `“${knob.label}”`,
        knobWords(knob),
        text,
        (value) => clampTo(knob, value) === value,
        (value) => ({ ...into, experiment: { ...into.experiment, [knob.key]: value } }),
      ),
  })),
  {
    param: 't',
    keep: keepView('time'),
    shown: ({ view: { time } }) =>
      time === undefined ? 'a moment of the page’s choice' : `second ${figure(time)}`,
    write: ({ view: { time } }) => (time === undefined ? undefined : String(Math.round(time))),
    read: (text, into) =>
      // A link to a moment shows that moment; `play=1` lets it run on.
      numberRead(
        'The moment',
        rangeWords(SECONDS),
        text,
        (value) => holds(SECONDS, value),
        (time) => ({ ...into, view: { ...into.view, time, playing: false } }),
      ),
  },
  {
    param: 'speed',
    keep: keepView('speed'),
    shown: ({ view: { speed } }) => `a speed of ${String(speed)}`,
    write: ({ view: { speed } }) => (speed === defaultView.speed ? undefined : String(speed)),
    read: (text, into) => {
      const speed = Number(text);
      return SPEEDS.includes(speed)
        ? { linked: { ...into, view: { ...into.view, speed } } }
        : { said: `The speed is one of ${SPEEDS.join(', ')}; the link says ${quoted(text)}.` };
    },
  },
  {
    param: 'why',
    keep: keepView('why'),
    shown: ({ view: { why } }) =>
      why === undefined ? 'no decision' : `the decision of lane ${why.toUpperCase()}`,
    write: ({ view }) => view.why,
    read: (text, into) =>
      text === 'a' || text === 'b'
        ? { linked: { ...into, view: { ...into.view, why: text, playing: false } } }
        : { said: noSuch('lane', text) },
  },
  several('pipelines', 'c-pipelines', 'pipeline to compare', presets),
  several('workloads', 'c-loads', 'load to compare', comparedLoads),
  {
    param: 'c-policies',
    keep: keepCompared('policies'),
    shown: ({ view: { compared } }) =>
      `“${compared.policies.map((key) => policyStyle(key).name).join(', ')}”`,
    write: ({ view: { compared } }) => {
      const text = compared.policies.join();
      return text === '' || text === defaultCompared.policies.join() ? undefined : text;
    },
    read: (text, into) => {
      const { keys, refused } = readKeys(text);
      const policies = inOrder(comparedOf(keys)).slice(0, MOST_COMPARED);
      return {
        linked: policies.length === 0 ? undefined : withCompared(into, { policies }),
        said:
          refused.length > 0
            ? refused.join(' ')
            : policies.length < keys.length
              ? `Of ${String(keys.length)} policies to compare ${String(policies.length)} can be compared here.`
              : undefined,
      };
    },
  },
  {
    param: 'c-seeds',
    keep: keepCompared('seeds'),
    shown: ({ view: { compared } }) => `the number ${String(compared.seeds)}`,
    write: ({ view: { compared } }) =>
      compared.seeds === defaultCompared.seeds ? undefined : String(compared.seeds),
    read: (text, into) =>
      SEED_COUNTS.includes(Number(text))
        ? { linked: withCompared(into, { seeds: Number(text) }) }
        : { said: `Compare takes ${SEED_COUNTS.join(', ')} seeds; the link says ${quoted(text)}.` },
  },
  {
    param: 'c-env',
    keep: keepCompared('environment'),
    shown: ({ view: { compared } }) =>
      `“${comparedEnvironments.find(({ id }) => id === compared.environment)!.name}”`,
    write: ({ view: { compared } }) =>
      compared.environment === defaultCompared.environment ? undefined : compared.environment,
    read: (text, into) => {
      const environment = environmentKinds.find((kind) => kind === text);
      return environment
        ? { linked: withCompared(into, { environment }) }
        : { said: noSuch('environment to compare in', text) };
    },
  },
  {
    param: 'play',
    keep: keepView('playing'),
    shown: ({ view: { playing } }) => (playing ? 'a run that plays' : 'a run that stands'),
    write: ({ view }) => (view.playing && view.time !== undefined ? '1' : undefined),
    read: (text, into) =>
      text === '1'
        ? { linked: { ...into, view: { ...into.view, playing: true } } }
        : text === '0'
          ? { linked: into }
          : { said: `The run plays with “play=1” and stands with “play=0”; the link says ${quoted(text)}.` },
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

const opening: Linked = { experiment: defaultExperiment, view: defaultView };

export interface Parsed extends Linked {
  /** What of the link could not be taken, and what stands instead; a sentence or a few for each field. */
  readonly troubles: readonly string[];
  /** Beside that it says something, which holds. */
  readonly rest: boolean;
}

/**
 * What a link asks for, and a sentence for each thing that it cannot have: of that, what is in `before` stays, and where it
 * can have nothing of what it names, all of it. What a link leaves out is at its default. Never throws, whatever the hash.
 */
export function parseLink(hash: string, before: Linked = opening, names: Partial<Names> = {}): Parsed {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const allNames = { ...plainNames, ...names };
  const troubles: string[] = [];
  let linked = opening;
  const strange = [...params.keys()].filter((key) => !fields.some(({ param }) => param === key));
  const known = fields.filter(({ param }) => params.has(param));
  let had = strange.length === 0 && known.length === 0;
  let rest = false;
  for (const { param, read, keep, shown } of known) {
    const [text = '', ...more] = params.getAll(param);
    const { linked: next, said } = read(text, linked);
    linked = next ?? keep(before, linked);
    had ||= next !== undefined;
    const twice = more.some((other) => other !== text);
    rest ||= said === undefined && !twice;
    if (said !== undefined)
      troubles.push(`${said} ${shortened(upper(shown(linked, allNames)), MOST_SHOWN)} stands instead.`);
    if (twice) troubles.push(`It says “${param}” ${String(more.length + 1)} times; the first counts.`);
  }
  if (strange.length > 0) troubles.push(`The lab knows nothing called ${listed(strange.map(quoted), ', ')}.`);
  return {
    ...(had ? linked : before),
    troubles: troubles.filter((sentence, i) => troubles.indexOf(sentence) === i),
    rest,
  };
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is to be said of a link that could not be taken in full: a line for each field, nothing left out; '' where it could. */
export function troubleWords({ troubles, rest }: Pick<Parsed, 'troubles' | 'rest'>): string {
  if (troubles.length === 0) return '';
  return [
    rest ? 'Part of this link could not be taken:' : 'This link could not be taken as it is:',
    ...troubles,
    ...(rest ? ['What else it says holds.'] : []),
  ].join('\n');
}
