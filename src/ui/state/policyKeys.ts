/** Keys of policies as the page meets them: in a link, in the browser's storage, on a pipeline that they do not fit. */
import { nearest } from '../../model/near.ts';
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

/** What may have been meant: by the names that the page shows, each with the id that a link writes. */
function others(id: string): string {
  const named = nearest(
    id,
    policyStyles.flatMap((style) => [style.id, style.name]),
  ).map((one) => policyStyles.find((style) => style.id === one || style.name === one)!);
  const near = [...new Set(named)].map((style) => `${style.name} (${style.id})`);
  return near.length > 0
    ? `did you mean ${near.join(' or ')}?`
    : 'the view Policies shows all that there are.';
}

/** Several keys in one text: those that are known, each once, and a sentence for each that is not. */
export function readKeys(text: string): {
  readonly keys: readonly string[];
  readonly refused: readonly string[];
} {
  const read = splitPolicyKeys(text).map(readKey);
  const keys = read.flatMap((one) => (one.ok ? [one.value] : []));
  return {
    keys: keys.filter((key, i) => keys.indexOf(key) === i),
    refused: read.flatMap((one) => (one.ok ? [] : [one.message])),
  };
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
