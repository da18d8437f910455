/** The door to settings of policies: everything about keys. */
import { policyKey } from './canonical.ts';
import { settingsInWords } from './describe.ts';
import { misfit } from './misfit.ts';
import { parsePolicyKey } from './parse.ts';
import { remarks } from './remarks.ts';
import { handMisfit, handRemarks } from '../hand/handMisfit.ts';
import { handKey, isHand, ordersInWords, readOrders } from '../hand/orders.ts';
import type { Limits, Pipeline } from '../../model/pipeline.ts';
import { accepted, type Result } from '../../model/result.ts';

export { policyKey, settingsOfStage } from './canonical.ts';
export { describeValue } from './describe.ts';
export { fieldsOf } from './fields.ts';
export { parsePolicyKey } from './parse.ts';
export type { SettingField, Settings, SettingValue, Values } from './types.ts';

/**
 * Keys out of a text that joins them by commas, as settings are joined too: a piece `name=value` without a policy before it
 * belongs to the key before, so that `greedy,hpa:target=0.5,stabilisation=120,kpa` are three. Reads nothing else.
 */
export function splitPolicyKeys(text: string): readonly string[] {
  const keys: string[] = [];
  for (const piece of text.split(',').map((one) => one.trim())) {
    const last = keys.at(-1);
    if (piece === '') continue;
    if (last !== undefined && /^(\d+\.)?[a-zA-Z]+\s*=/.test(piece))
      keys[keys.length - 1] = `${last}${last.includes(':') ? ',' : ':'}${piece}`;
    else keys.push(piece);
  }
  return keys;
}

/** The key in its one form, of settings or of orders by hand; refused in one sentence. */
export function canonicalKey(key: string): Result<string> {
  if (isHand(key)) {
    const orders = readOrders(key);
    return orders.ok ? accepted(handKey(orders.value)) : orders;
  }
  const read = parsePolicyKey(key);
  return read.ok ? accepted(policyKey(read.value.id, read.value.settings)) : read;
}

/** What the settings of a key need and the pipeline (or the device, where its limits are given) lacks, as a sentence. */
export function settingsMisfit(key: string, pipeline: Pipeline, limits?: Limits): string | undefined {
  if (isHand(key)) {
    const orders = readOrders(key);
    return orders.ok ? handMisfit(orders.value, pipeline, limits) : orders.message;
  }
  const read = parsePolicyKey(key);
  return read.ok ? misfit(read.value.id, read.value.settings, pipeline, limits) : read.message;
}

/**
 * What the settings of a key ask for and the device's limits keep from them, or that they never do, a sentence each; empty where all
 * is as written, and of a key that does not parse.
 */
export function settingsRemarks(key: string, pipeline: Pipeline, limits: Limits): readonly string[] {
  if (isHand(key)) {
    const orders = readOrders(key);
    return orders.ok ? handRemarks(orders.value, pipeline, limits) : [];
  }
  const read = parsePolicyKey(key);
  return read.ok ? remarks(read.value.id, read.value.settings, pipeline, limits) : [];
}

/** What a key sets, for names and legends: `target 50 %, stabilisation down 120 s`; '' where it sets nothing or does not parse. */
export function describeSettings(key: string): string {
  if (isHand(key)) return ordersInWords(key);
  const read = parsePolicyKey(key);
  return read.ok ? settingsInWords(read.value.id, read.value.settings) : '';
}
