/**
 * What is on screen as the hash of the address: one table of fields drives reading and writing.
 * Fields at their default are left out. Of what a link asks for and cannot have, what stood before stays, and a sentence
 * says so.
 */
import { comparedLoads, comparedOf, defaultCompared, SEED_COUNTS, type Compared } from './compared.ts';
import { defaultExperiment, type Experiment } from './experiment.ts';
import { clampTo, knobs } from './knobs.ts';
import { pageOf, type PageId } from './pages.ts';
import { inOrder, readKey, readKeys } from './policyKeys.ts';
import { MAX_SECONDS } from './traces.ts';
import { environmentKinds } from '../../experiments/scenario.ts';
import { presets } from '../../model/presets/index.ts';
import { figure, outsideRange, rangeWords, within, type Range } from '../../model/range.ts';
import { nameFrom, shortened } from '../../model/text.ts';
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
/** Letters of what a link says, in a sentence about it. */
const LONGEST_QUOTE = 40;
/** Letters of what stands instead. */
const MOST_SHOWN = 120;
/** Sentences about one link. */
const MOST_SAID = 3;
/** Of policies, whose sentences list all that there are. */
const MOST_POLICIES_SAID = 2;
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
  readonly shown: (linked: Linked) => string;
}

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

const quoted = (text: string): string => {
  const name = nameFrom(text, LONGEST_QUOTE);
  return `“${name}${name.length < text.trim().length ? '…' : ''}”`;
};

/** A number of the link, held to what `nearest` makes of it; a sentence where that is another. */
function numberRead(
  what: string,
  range: Range,
  text: string,
  nearest: (value: number) => number,
  take: (value: number) => Linked,
): Read {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isNaN(value)) return { said: `${what} takes ${rangeWords(range)}; ${quoted(text)} is none.` };
  const held = nearest(value);
  if (held === value) return { linked: take(value) };
  const outside = outsideRange(what, range, value) ?? `${what} moves in steps; ${figure(value)} is none.`;
  return { linked: take(held), said: outside };
}

const noSuch = (what: string, text: string): string => `There is no ${what} ${quoted(text)}.`;

type ChoiceKey = 'pipeline' | 'workload' | 'environment' | 'forecaster' | 'rollout';

function choice(
  key: ChoiceKey,
  param: string,
  what: string,
  allowed: readonly string[],
  nameOf: (id: string) => string | undefined = (id) => id,
  strange: (id: string) => string = (id) => noSuch(what, id),
): Field {
  return {
    param,
    keep: keepSet(key),
    shown: ({ experiment }) => {
      const name = nameOf(experiment[key]);
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
function several(key: ListKey, param: string, what: string, allowed: readonly string[]): Field {
  return {
    param,
    keep: keepCompared(key),
    shown: ({ view: { compared } }) => `“${compared[key].join(', ')}”`,
    write: ({ view: { compared } }) => {
      const text = allowed.filter((id) => compared[key].includes(id)).join();
      return text === '' || text === defaultCompared[key].join() ? undefined : text;
    },
    read: (text, into) => {
      const ids = text.split(',');
      const list = allowed.filter((id) => ids.includes(id));
      const strange = ids.find((id) => !allowed.includes(id));
      return {
        linked: list.length === 0 ? undefined : withCompared(into, { [key]: list }),
        said: strange === undefined ? undefined : noSuch(what, strange),
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
    shown: ({ experiment }) => policyStyle(experiment[lane]).name,
    write: ({ experiment }) => (experiment[lane] === defaultExperiment[lane] ? undefined : experiment[lane]),
    read: (text, into) => {
      const key = readKey(text);
      return key.ok
        ? { linked: { ...into, experiment: { ...into.experiment, [lane]: key.value } } }
        : { said: key.message };
    },
  };
}

export const fields: readonly Field[] = [
  {
    param: 'v',
    keep: keepView('page'),
    shown: ({ view }) => `the view “${view.page}”`,
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
    presets.map((p) => p.id),
    (id) => presets.find((p) => p.id === id)?.name,
    (id) =>
      `The pipeline ${quoted(id)} is none of the lab’s, and this browser does not hold it; import it again.`,
  ),
  choice(
    'workload',
    'load',
    'load',
    generators.map((g) => g.id),
    (id) => generators.find((g) => g.id === id)?.name,
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
        SEEDS,
        text,
        (value) => Math.round(within(SEEDS, value)),
        (seed) => ({ ...into, experiment: { ...into.experiment, seed } }),
      ),
  },
  choice('environment', 'env', 'environment', environmentKinds),
  choice(
    'forecaster',
    'forecast',
    'forecaster',
    forecasters.map((f) => f.id),
  ),
  laneField('a'),
  laneField('b'),
  choice('rollout', 'rollout', 'way of replacing replicas', ['surge', 'recreate']),
  ...knobs.map((knob): Field => ({
    param: knob.param,
    keep: keepSet(knob.key),
    shown: ({ experiment }) => {
      const value = experiment[knob.key];
      return value === undefined ? 'each model’s or pipeline’s own' : knob.show(value);
    },
    write: ({ experiment }) => {
      const value = experiment[knob.key];
      return value === defaultExperiment[knob.key] || value === undefined ? undefined : String(value);
    },
    read: (text, into) =>
      numberRead(
        `“${knob.label}”`,
        { min: knob.min, max: knob.max },
        text,
        (value) => clampTo(knob, value),
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
        SECONDS,
        text,
        (value) => within(SECONDS, value),
        (time) => ({ ...into, view: { ...into.view, time, playing: false } }),
      ),
  },
  {
    param: 'speed',
    keep: keepView('speed'),
    shown: ({ view: { speed } }) => String(speed),
    write: ({ view: { speed } }) => (speed === defaultView.speed ? undefined : String(speed)),
    read: (text, into) => {
      const speed = Number(text);
      return SPEEDS.includes(speed)
        ? { linked: { ...into, view: { ...into.view, speed } } }
        : { said: noSuch('speed', text) };
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
  several(
    'pipelines',
    'c-pipelines',
    'pipeline to compare',
    presets.map((p) => p.id),
  ),
  several(
    'workloads',
    'c-loads',
    'load to compare',
    comparedLoads.map((load) => load.id),
  ),
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
            ? refused.slice(0, MOST_POLICIES_SAID).join(' ')
            : policies.length < keys.length
              ? `Of ${String(keys.length)} policies to compare ${String(policies.length)} can be compared here.`
              : undefined,
      };
    },
  },
  {
    param: 'c-seeds',
    keep: keepCompared('seeds'),
    shown: ({ view: { compared } }) => String(compared.seeds),
    write: ({ view: { compared } }) =>
      compared.seeds === defaultCompared.seeds ? undefined : String(compared.seeds),
    read: (text, into) =>
      SEED_COUNTS.includes(Number(text))
        ? { linked: withCompared(into, { seeds: Number(text) }) }
        : { said: noSuch('number of seeds to compare', text) },
  },
  {
    param: 'c-env',
    keep: keepCompared('environment'),
    shown: ({ view: { compared } }) => `“${compared.environment}”`,
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
          : { said: `The run plays with 1; ${quoted(text)} is none.` },
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

/**
 * What a link asks for, and a sentence for each thing that it cannot have: of that, what is in `before` stays, and where it
 * can have nothing of what it names, all of it. What a link leaves out is at its default. Never throws, whatever the hash.
 */
export function parseLink(
  hash: string,
  before: Linked = opening,
): Linked & { readonly troubles: readonly string[] } {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const troubles: string[] = [];
  let linked = opening;
  const strange = [...params.keys()].filter((key) => !fields.some(({ param }) => param === key));
  const known = fields.filter(({ param }) => params.has(param));
  let had = strange.length === 0 && known.length === 0;
  for (const { param, read, keep, shown } of known) {
    const [text = '', ...more] = params.getAll(param);
    const { linked: next, said } = read(text, linked);
    linked = next ?? keep(before, linked);
    had ||= next !== undefined;
    const twice = more.some((other) => other !== text)
      ? `It says “${param}” ${String(more.length + 1)} times; the first counts.`
      : undefined;
    if (said !== undefined)
      troubles.push(`${said} ${shortened(upper(shown(linked)), MOST_SHOWN)} stands instead.`);
    if (twice !== undefined) troubles.push(twice);
  }
  if (strange.length > 0) {
    const names = [...new Set(strange)].slice(0, MOST_SAID).map(quoted).join(', ');
    troubles.push(`The lab knows nothing called ${names}${strange.length > MOST_SAID ? ' and more' : ''}.`);
  }
  return {
    ...(had ? linked : before),
    troubles: troubles.filter((sentence, i) => troubles.indexOf(sentence) === i),
  };
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is to be said of a link that could not be had in full, one message; '' where it could. */
export function troubleWords(troubles: readonly string[]): string {
  if (troubles.length === 0) return '';
  const more = troubles.length - MOST_SAID;
  return [
    'The link asks for something that is not here.',
    ...troubles.slice(0, MOST_SAID),
    ...(more > 0 ? [`So it is with ${String(more)} more of it.`] : []),
    'What else the link says holds.',
  ].join(' ');
}
