/**
 * What is on screen as the hash of the address: one table of fields drives reading and writing.
 * Fields at their default are left out, but for the environment: a link without one comes from a time when the fluid was
 * the default. Of what a link asks for and cannot have, what stood before stays, and a sentence says so.
 */
import { defaultExperiment } from '../../../scenario/experiment.ts';
import { defaultView, type Linked, type Names } from './linked.ts';
import { listed, type Holds } from './linkField.ts';
import { ENVIRONMENT, fields } from './linkFields.ts';
import { quoted } from './quoted.ts';
import { presets } from '../../../model/presets/index.ts';
import { shortened } from '../../../model/text.ts';
import { formerEnvironment } from '../../../scenario/scenario.ts';
import { generators } from '../../../workload/generators.ts';
import { capital } from '../../format.ts';
import { policyStyle } from '../../theme/policies.ts';

/** Letters of what stands instead. */
const MOST_SHOWN = 120;

const plainNames: Names = {
  lane: (key) => policyStyle(key).name,
  pipeline: (id) => presets.find((one) => one.id === id)?.name,
  load: (id) => generators.find((one) => one.id === id)?.name,
};

export function writeLink(linked: Linked): string {
  return hashOf(paramsOf(linked));
}

export function paramsOf(linked: Linked): URLSearchParams {
  const params = new URLSearchParams();
  for (const field of fields) {
    const text = field.write(linked);
    if (text !== undefined) params.set(field.param, text);
  }
  return params;
}

/** Empty where nothing but the default environment is said. */
export function hashOf(params: URLSearchParams): string {
  const text = readable(params.toString());
  return text === '' || text === `${ENVIRONMENT}=${defaultExperiment.environment}` ? '' : `#${text}`;
}

/** A load's steps as they were typed: a fragment may hold these marks as they are. */
function readable(text: string): string {
  return text.replace(/(^|&)(load|shape)=([^&]*%7E|flat%3A)[^&]*/g, (field) =>
    field.replace(/%(7E|3A|2C|28|29)/g, (mark) => decodeURIComponent(mark)),
  );
}

/** What a link means of which it says nothing. One that says something, but no environment, was written for the fluid. */
export function openingOf(hash: string): Linked {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const former = params.toString() !== '' && !params.has(ENVIRONMENT);
  const experiment = former ? { ...defaultExperiment, environment: formerEnvironment } : defaultExperiment;
  return { experiment, view: defaultView };
}

export interface Parsed extends Linked {
  /** What of the link could not be taken, and what stands instead; a sentence or a few for each field. */
  readonly troubles: readonly string[];
  /** Beside that it says something, which holds. */
  readonly rest: boolean;
}

/**
 * What a link asks for, and a sentence for each thing that it cannot have: of that, what is in `before` stays, and where it
 * can have nothing of what it names, all of it. What a link leaves out is as in `opening`. Never throws, whatever the hash.
 */
export function parseLink(
  hash: string,
  before?: Linked,
  names: Partial<Names> = {},
  opening = openingOf(hash),
  holds: Holds = () => true,
): Parsed {
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
    const { linked: next, said } = read(text, linked, holds);
    linked = next ?? keep(before ?? opening, linked);
    had ||= next !== undefined;
    const twice = more.some((other) => other !== text);
    rest ||= said === undefined && !twice;
    if (said !== undefined)
      troubles.push(`${said} ${shortened(capital(shown(linked, allNames)), MOST_SHOWN)} stands instead.`);
    if (twice) troubles.push(`It says “${param}” ${String(more.length + 1)} times; the first counts.`);
  }
  if (strange.length > 0) troubles.push(`The lab knows nothing called ${listed(strange.map(quoted), ', ')}.`);
  return {
    ...(had ? linked : (before ?? opening)),
    troubles: troubles.filter((sentence, i) => troubles.indexOf(sentence) === i),
    rest,
  };
}

/** What is to be said of a link that could not be taken in full: a line for each field, nothing left out; '' where it could. */
export function troubleWords({ troubles, rest }: Pick<Parsed, 'troubles' | 'rest'>): string {
  if (troubles.length === 0) return '';
  return [
    rest ? 'Part of this link could not be taken:' : 'This link could not be taken as it is:',
    ...troubles,
    ...(rest ? ['What else it says holds.'] : []),
  ].join('\n');
}
