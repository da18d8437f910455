/** Keys of policies as the page meets them: in a link, in the browser's storage, on a pipeline that they do not fit. */
import { nearest } from '../../../model/near.ts';
import { figure } from '../../../model/range.ts';
import { firstOf } from '../../../model/text.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';
import type { Limits, Pipeline } from '../../../model/pipeline.ts';
import {
  canonicalKey,
  parsePolicyKey,
  policyKey,
  settingsMisfit,
  settingsRemarks,
  splitPolicyKeys,
  type Values,
} from '../../../policies/settings/key.ts';
import { quoted } from '../address/quoted.ts';
import { isHand } from '../../../policies/hand/orders.ts';
import { HAND_ID, policyIds } from '../../../policies/ids.ts';
import { isOwn, isOwnKey } from '../../../policies/own/program.ts';
import { AGENT, baseOf, isSet, policyStyle, policyStyles } from '../../theme/policies.ts';

const ids: readonly string[] = policyStyles.map(({ id }) => id);

/** The key in its one form; refused in a sentence where this lab has no such policy or setting. */
export function readKey(text: string): Result<string> {
  if (ids.includes(text) || isOwnKey(text)) return accepted(text);
  const base = baseOf(text).trim();
  if (base === AGENT) return refused(`${policyStyle(AGENT).name} has no settings.`);
  if (!isPolicy(base)) return refused(noPolicy(base));
  return canonicalKey(text);
}

const ALL_SHOWN = 'the view Policies shows all that there are.';

/** Why a key is not taken; `strange` is its policy where there is none like it. */
interface Refusal {
  readonly message: string;
  readonly strange: string | undefined;
}

const isPolicy = (id: string): boolean => id === AGENT || id === HAND_ID || policyIds.includes(id);

/** Policies that may have been meant: by the names that the page shows, each with the id that a link writes. */
function likeOf(id: string): readonly string[] {
  const named = nearest(
    id,
    policyStyles.flatMap((style) => [style.id, style.name]),
  ).map((one) => policyStyles.find((style) => style.id === one || style.name === one)!);
  return [...new Set(named)].map((style) => `${style.name} (${style.id})`);
}

function noPolicy(id: string): string {
  const like = likeOf(id);
  return `There is no policy ${quoted(id)}; ${like.length > 0 ? `did you mean ${like.join(' or ')}?` : ALL_SHOWN}`;
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
  if (strange.length > 1) {
    said.push(`There are no policies ${firstOf(strange.map(quoted), MOST_NAMED)}; ${ALL_SHOWN}`);
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
      const unlike = !isPolicy(base) && likeOf(base).length === 0;
      refusals.push({ message: read.message, strange: unlike ? base : undefined });
    }
  }
  return { keys: keys.filter((key, i) => keys.indexOf(key) === i), refused: together(refusals) };
}

/** In the order of the lab's policies, each that was set right after the one that it sets; the visitor's own last. */
export function inOrder(keys: readonly string[]): readonly string[] {
  const place = (key: string): number =>
    isOwn(key) ? 2 * ids.length : 2 * ids.indexOf(baseOf(key)) + (isSet(key) ? 1 : 0);
  return [...keys].sort((p, q) => place(p) - place(q));
}

/** What of a key runs on a pipeline, and in sentences what had to be left out; empty where nothing was. */
export interface Fitted {
  readonly key: string;
  readonly left: string;
}

/** Settings that the pipeline or the device's limits can lack; each is judged by itself. */
const BOUND = ['variant', 'batch', 'min'];

const NEAREST = 'What there is nearest to it runs instead.';

/** Stages, variants and sizes that the pipeline or its device does not have are left out; all other settings hold. */
export function fitted(key: string, pipeline: Pipeline, limits: Limits): Fitted {
  if (!isSet(key)) return { key, left: '' };
  const why = settingsMisfit(key, pipeline, limits);
  // Orders stay whole, and what of them is not there is repaired where they run.
  if (isHand(key)) {
    const left = why === undefined ? settingsRemarks(key, pipeline, limits) : [`${why} ${NEAREST}`];
    return { key, left: left.join(' ') };
  }
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
