/** Every field of a link, in the order in which they are written and read. */
import { comparedLoads, comparedOf, defaultCompared, SEED_COUNTS } from '../comparing/compared.ts';
import { environmentName, environments } from '../experiment/environments.ts';
import { defaultExperiment } from '../../../scenario/experiment.ts';
import { clampTo, knobs, knobWords } from '../experiment/knobs.ts';
import { exportFields } from './exportFields.ts';
import { defaultView, MAX_SEED, SPEEDS } from './linked.ts';
import {
  AS_IN_HEADER,
  choice,
  keepCompared,
  keepSet,
  keepView,
  laneField,
  noSuch,
  notHeld,
  numberRead,
  several,
  withCompared,
  type LinkField,
  type NamedChoice,
} from './linkField.ts';
import { viewFields } from './viewFields.ts';
import { pageOf, PAGES } from '../pages.ts';
import { inOrder, readKey, readKeys } from '../policies/policyKeys.ts';
import { quoted } from './quoted.ts';
import { presets } from '../../../model/presets/index.ts';
import { figure, holds, rangeWords, type Range } from '../../../model/range.ts';
import { environmentKinds } from '../../../scenario/scenario.ts';
import { forecasterNames } from '../../../workload/forecasters/list.ts';
import { generators } from '../../../workload/generators.ts';
import { importsOf } from '../../../workload/shaping/shaped.ts';
import { LONGEST_REPLAY } from '../../../workload/workload.ts';
import { wholeSecond } from '../../format.ts';
import { policyStyle } from '../../theme/policies.ts';

const SEEDS: Range = { min: 0, max: MAX_SEED, whole: true };
/** Of a moment of the replay. */
const SECONDS: Range = { min: 0, max: LONGEST_REPLAY, unit: 'seconds' };
/** Said by every link: one without it comes from a time of another default. */
export const ENVIRONMENT = 'env';
/** Policies that a link can have compared: as many as the lab has, and as many again with settings. */
const MOST_COMPARED = 60;

/** As the panel What if? has them: a new replica … */
const ROLLOUTS: readonly NamedChoice[] = [
  { id: 'surge', name: 'starts beside the old one' },
  { id: 'recreate', name: 'replaces it at once' },
];

export const fields: readonly LinkField[] = [
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
    (id) => {
      const imports = importsOf(id);
      return imports.length > 0 ? notHeld('The link names', imports) : noSuch('load', id);
    },
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
  {
    ...choice('environment', ENVIRONMENT, 'environment', environments),
    write: ({ experiment: { environment } }) => environment,
  },
  choice('forecaster', 'forecast', 'forecaster', forecasterNames),
  laneField('a'),
  laneField('b'),
  choice('rollout', 'rollout', 'way of replacing replicas', ROLLOUTS),
  ...knobs.map((knob): LinkField => ({
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
    write: ({ view: { time } }) => (time === undefined ? undefined : String(wholeSecond(time))),
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
      compared.environment === undefined ? AS_IN_HEADER : `“${environmentName(compared.environment)}”`,
    write: ({ view: { compared } }) => compared.environment,
    read: (text, into) => {
      const environment = environmentKinds.find((kind) => kind === text);
      return environment
        ? { linked: withCompared(into, { environment }) }
        : { said: noSuch('environment to compare in', text) };
    },
  },
  ...viewFields,
  ...exportFields,
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
