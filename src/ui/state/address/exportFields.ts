/** What is filled in for a cluster, as fields of a link. Whether a cluster would take it the Export view says, as of what is typed there. */
import type { LinkField } from './linkField.ts';
import type { Linked } from './linked.ts';
import { numberRead } from './linkField.ts';
import { quoted } from './quoted.ts';
import { nothingFilled, type Filled, type FilledChoices } from '../exporting/filled.ts';
import { holds, rangeWords, type Range } from '../../../model/range.ts';
import { AIMS } from '../../../policies/optimum/aim.ts';

/** What names, addresses and amounts are written with; no image or address is longer. */
const WORD = /^[\x21-\x7e]{0,420}$/;
/** As the longest pipeline has stages. */
const MOST_STAGES = 64;
const DEFAULT = 'the export’s own';

const withFilled = (into: Linked, change: Partial<Filled>): Linked => ({
  ...into,
  view: { ...into.view, filled: { ...into.view.filled, ...change } },
});

type ChoiceKey = keyof FilledChoices;

const withChoice = (into: Linked, key: ChoiceKey, value: FilledChoices[ChoiceKey]): Linked =>
  withFilled(into, { changes: { ...into.view.filled.changes, [key]: value } });

const cannotBe = (what: string, text: string): string =>
  `The ${what} of the export cannot be ${quoted(text)}.`;

/** `from`'s one choice, or its absence. */
const keepChoice =
  (key: ChoiceKey): LinkField['keep'] =>
  ({ view: { filled } }, into) =>
    key in filled.changes ? withChoice(into, key, filled.changes[key]) : into;

/** `none` is what stands where there is nothing of it. */
function field(
  key: ChoiceKey,
  param: string,
  none: string | undefined,
  read: (text: string, into: Linked) => ReturnType<LinkField['read']>,
): LinkField {
  return {
    param,
    keep: keepChoice(key),
    shown: ({ view: { filled } }) =>
      key in filled.changes ? quoted(String(filled.changes[key] ?? none ?? '')) : DEFAULT,
    write: ({ view: { filled } }) =>
      key in filled.changes ? String(filled.changes[key] ?? none ?? '') : undefined,
    read,
  };
}

const word = (key: ChoiceKey, param: string, what: string, none?: string): LinkField =>
  field(key, param, none, (text, into) =>
    WORD.test(text)
      ? { linked: withChoice(into, key, text === none ? undefined : text) }
      : { said: cannotBe(what, text) },
  );

const oneOf = (
  key: ChoiceKey,
  param: string,
  what: string,
  all: readonly string[],
  none?: string,
): LinkField =>
  field(key, param, none, (text, into) =>
    all.includes(text)
      ? { linked: withChoice(into, key, text === none ? undefined : text) }
      : { said: cannotBe(what, text) },
  );

const SECONDS: Range = { min: 0, max: 3600, unit: 'seconds' };
const seconds = (key: ChoiceKey, param: string, what: string): LinkField =>
  field(key, param, undefined, (text, into) =>
    numberRead(
      what,
      rangeWords(SECONDS),
      text,
      (value) => holds(SECONDS, value),
      (value) => withChoice(into, key, value),
    ),
  );

function list(key: 'images' | 'modelUris', param: string, what: string): LinkField {
  return {
    param,
    keep: ({ view: { filled } }, into) => withFilled(into, { [key]: filled[key] }),
    shown: ({ view: { filled } }) => quoted(filled[key]?.join(', ') ?? DEFAULT),
    // A comma is in no image or address.
    write: ({ view: { filled } }) => filled[key]?.map((one) => one.replaceAll(',', '')).join(),
    read: (text, into) => {
      const words = text.split(',');
      return words.length <= MOST_STAGES && words.every((one) => WORD.test(one))
        ? { linked: withFilled(into, { [key]: words }) }
        : { said: cannotBe(what, text) };
    },
  };
}

/** Requests a second. */
export const EXPORT_LOAD: Range = { min: 0, max: 100_000, unit: 'requests a second' };

/** What the cheapest has to answer in time. */
export const EXPORT_IN_TIME: Range = { min: 0, max: 100, unit: '% of the requests' };

const amount = (
  key: 'load' | 'inTime',
  param: string,
  what: string,
  range: Range,
  none: string,
): LinkField => ({
  param,
  keep: ({ view: { filled } }, into) => withFilled(into, { [key]: filled[key] }),
  shown: ({ view: { filled } }) => String(filled[key] ?? none),
  write: ({ view: { filled } }) => filled[key]?.toString(),
  read: (text, into) =>
    numberRead(
      `The ${what} of the export`,
      rangeWords(range),
      text,
      (value) => holds(range, value),
      (value) => withFilled(into, { [key]: value }),
    ),
});

export const exportFields: readonly LinkField[] = [
  amount('load', 'x-load', 'load', EXPORT_LOAD, 'the load’s highest'),
  {
    param: 'x-aim',
    keep: ({ view: { filled } }, into) => withFilled(into, { aim: filled.aim }),
    shown: ({ view: { filled } }) => quoted(filled.aim),
    write: ({ view: { filled } }) => (filled.aim === nothingFilled.aim ? undefined : filled.aim),
    read: (text, into) => {
      const aim = AIMS.find((one) => one === text);
      return aim === undefined ? { said: cannotBe('aim', text) } : { linked: withFilled(into, { aim }) };
    },
  },
  amount('inTime', 'x-intime', 'share in time', EXPORT_IN_TIME, 'none'),
  oneOf('layout', 'x-layout', 'layout', ['seldon-per-stage', 'seldon-graph', 'kserve']),
  word('namespace', 'x-ns', 'namespace'),
  list('images', 'x-images', 'images'),
  word('queueImage', 'x-queue', 'queue’s image'),
  word('routerImage', 'x-router', 'router’s image'),
  list('modelUris', 'x-models', 'addresses of models'),
  word('agentImage', 'x-agent', 'agent’s image'),
  word('prometheusUrl', 'x-prometheus', 'address of Prometheus'),
  word('memory', 'x-memory', 'memory'),
  seconds('batchTimeoutSeconds', 'x-wait', 'The time that a batch waits to fill'),
  seconds('drainSeconds', 'x-drain', 'The time to drain'),
  oneOf('istio', 'x-istio', 'version of Istio’s objects', ['v1', 'v1beta1', 'none'], 'none'),
  word('monitoring', 'x-monitoring', 'namespace of the monitoring', ''),
];
