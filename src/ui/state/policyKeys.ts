/** Keys of policies as the page meets them: in a link, in the browser's storage, on a pipeline that they do not fit. */
import { nearest } from '../../model/near.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import type { Limits, Pipeline } from '../../model/pipeline.ts';
import {
  parsePolicyKey,
  policyKey,
  settingsMisfit,
  splitPolicyKeys,
  type Values,
} from '../../policies/settings/key.ts';
import { quoted } from './quoted.ts';
import { policyIds } from '../../policies/ids.ts';
import { AGENT, baseOf, isSet, policyStyle, policyStyles } from '../theme/policies.ts';

const ids: readonly string[] = policyStyles.map(({ id }) => id);

/** The key in its one form; refused in a sentence where this lab has no such policy or setting. */
export function readKey(text: string): Result<string> {
  if (ids.includes(text)) return accepted(text);
  const base = baseOf(text).trim();
  if (base === AGENT) return refused(`${policyStyle(AGENT).name} has no settings.`);
  if (!policyIds.includes(base)) return refused(`There is no policy ${quoted(base)}; ${others(base)}`);
  const read = parsePolicyKey(text);
  return read.ok ? accepted(policyKey(read.value.id, read.value.settings)) : read;
}

const ALL_SHOWN = 'the view Policies shows all that there are.';

/** Of a policy that is like none that there is. */
const noPolicy = (id: string): string => `There is no policy ${quoted(id)}; ${ALL_SHOWN}`;

/** Why a key is not taken; `strange` is its policy where there is none like it. */
interface Refusal {
  readonly message: string;
  readonly strange: string | undefined;
}

/** What may have been meant: by the names that the page shows, each with the id that a link writes. */
function others(id: string): string {
  const named = nearest(
    id,
    policyStyles.flatMap((style) => [style.id, style.name]),
  ).map((one) => policyStyles.find((style) => style.id === one || style.name === one)!);
  const near = [...new Set(named)].map((style) => `${style.name} (${style.id})`);
  return near.length > 0 ? `did you mean ${near.join(' or ')}?` : ALL_SHOWN;
}

/** So many sentences about one text, and so many names within one of them, are read by somebody. */
const MOST_SAID = 4;
const MOST_NAMED = 12;

/** What is wrong with several keys: policies like none are named together, and what is too much is counted. */
function together(refusals: readonly Refusal[]): readonly string[] {
  const strange = [...new Set(refusals.flatMap(({ strange }) => (strange === undefined ? [] : [strange])))];
  const single = [...new Set(refusals.flatMap((one) => (one.strange === undefined ? [one.message] : [])))];
  const said = single.slice(0, MOST_SAID);
  const more = single.length - said.length;
  if (more > 0) said.push(`${figure(more)} more of the list are not taken either.`);
  if (strange.length === 1) said.push(noPolicy(strange[0]!));
  else if (strange.length > 1) {
    const names = strange.slice(0, MOST_NAMED).map(quoted).join(', ');
    const rest = strange.length - MOST_NAMED;
    said.push(`There are no policies ${names}${rest > 0 ? ` and ${figure(rest)} more` : ''}; ${ALL_SHOWN}`);
  }
  return said;
}

/** Several keys in one text: those that are known, each once, and sentences about those that are not. */
export function readKeys(text: string): {
  readonly keys: readonly string[];
  readonly refused: readonly string[];
} {
  const keys: string[] = [];
  const refusals: Refusal[] = [];
  for (const piece of splitPolicyKeys(text)) {
    const read = readKey(piece);
    if (read.ok) keys.push(read.value);
    else {
      const base = baseOf(piece).trim();
      refusals.push({ message: read.message, strange: read.message === noPolicy(base) ? base : undefined });
    }
  }
  return { keys: keys.filter((key, i) => keys.indexOf(key) === i), refused: together(refusals) };
}

/** In the order of the lab's policies, each that was set right after the one that it sets. */
export function inOrder(keys: readonly string[]): readonly string[] {
  const place = (key: string): number => 2 * ids.indexOf(baseOf(key)) + (isSet(key) ? 1 : 0);
  return [...keys].sort((p, q) => place(p) - place(q));
}

/** What of a key runs on a pipeline, and in sentences what had to be left out; empty where nothing was. */
export interface Fitted {
  readonly key: string;
  readonly left: string;
}

/** Settings that the pipeline or the device's limits can lack; each is judged by itself. */
const BOUND = ['variant', 'batch', 'min'];

/** Stages, variants and sizes that the pipeline or its device does not have are left out; all other settings hold. */
export function fitted(key: string, pipeline: Pipeline, limits: Limits): Fitted {
  if (!isSet(key)) return { key, left: '' };
  const why = settingsMisfit(key, pipeline, limits);
  const read = parsePolicyKey(key);
  if (why === undefined || !read.ok) return { key, left: '' };
  const { id, settings } = read.value;
  const said = [why];
  const sifted = (values: Values, n: number | undefined): Values =>
    Object.fromEntries(
      Object.entries(values).filter(([name, value]) => {
        if (!BOUND.includes(name)) return true;
        const alone = { [name]: value };
        const single = n === undefined ? { all: alone, stages: {} } : { all: {}, stages: { [n]: alone } };
        const misfit = settingsMisfit(policyKey(id, single), pipeline, limits);
        if (misfit !== undefined && !said.includes(misfit)) said.push(misfit);
        return misfit === undefined;
      }),
    );
  const all = sifted(settings.all, undefined);
  const stages = Object.fromEntries(
    Object.entries(settings.stages)
      .filter(([n]) => Number(n) < pipeline.stages.length)
      .map(([n, values]) => [n, sifted(values, Number(n))] as const),
  );
  return { key: policyKey(id, { all, stages }), left: said.join(' ') };
}
