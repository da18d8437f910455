/** An experiment from somebody else's file, judged before anything runs on it. */
import * as v from 'valibot';
import { numberSchema } from '../../model/boundedSchema.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { checked } from '../../model/checked.ts';
import { issuePhrase } from '../../model/issue.ts';
import { parseLimits, parseWeights } from '../../model/parse.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { nameIn } from '../../model/textSchema.ts';
import { LONGEST_ORDERS } from '../../policies/hand/orders.ts';
import { AGENT_ID } from '../../policies/ids.ts';
import { canonicalKey } from '../../policies/settings/key.ts';
import type { Experiment } from '../../scenario/experiment.ts';
import { environmentKinds } from '../../scenario/scenario.ts';
import { forecasterNames } from '../../workload/forecasters/list.ts';
import { generators, generateWorkload } from '../../workload/generators.ts';
import { importsOf, isShaped, LONGEST_LOAD } from '../../workload/shaping/shaped.ts';
import { namesOfBases, shapedWorkload } from '../../workload/shaping/shape.ts';
import { parseLoad } from '../../workload/shaping/text.ts';
import type { Workload } from '../../workload/workload.ts';

const Settings = v.object({
  pipeline: nameIn(),
  workload: nameIn(LONGEST_LOAD),
  seed: numberSchema(BOUNDS.seed),
  environment: v.picklist(environmentKinds),
  forecaster: v.pipe(
    v.string(),
    v.check((id) => forecasterNames.some((one) => one.id === id), 'there is no such forecaster here'),
  ),
  a: nameIn(LONGEST_ORDERS),
  b: nameIn(LONGEST_ORDERS),
  sla: v.optional(numberSchema(BOUNDS.slaSeconds)),
  startup: v.optional(numberSchema(BOUNDS.startupSeconds)),
  rollout: v.picklist(['surge', 'recreate'] as const),
  nodes: numberSchema(BOUNDS.nodes),
});

/** The key in its one form; refused in a sentence where there is no such policy here. */
function keyOf(text: string): Result<string> {
  return text === AGENT_ID ? accepted(text) : canonicalKey(text);
}

export function settingsFrom(value: unknown): Result<Experiment> {
  const read = checked(Settings, value);
  if (!read.ok) return refused(`its settings are not the lab’s; at ${issuePhrase(read.issue)}`);
  const { sla, startup, ...rest } = read.value;
  const [weights, limits, a, b] = [
    parseWeights(value),
    parseLimits(value),
    keyOf(rest.a),
    keyOf(rest.b),
  ] as const;
  for (const one of [weights, limits, a, b])
    if (!one.ok) return refused(`its settings are not the lab’s: ${one.message.replace(/\.$/, '')}`);
  if (!weights.ok || !limits.ok || !a.ok || !b.ok) throw new Error('judged above');
  return accepted({
    ...rest,
    a: a.value,
    b: b.value,
    sla,
    startup,
    ...weights.value,
    ...limits.value,
  });
}

/** The pipeline by its id: one that is carried, or one of the lab's own. */
export function pipelineOf(id: string, carried: Pipeline | undefined): Pipeline | undefined {
  return carried?.id === id ? carried : presetById(id);
}

/** A load by its id, as every lab makes it: the lab's own, or shaped of those. An import is in no file. */
export function loadOf(id: string, seed: number): Result<Workload> {
  if (importsOf(id).length > 0)
    return refused('Its load is an import, which only the browser holds that imported it.');
  if (!isShaped(id))
    return generators.some((one) => one.id === id)
      ? accepted(generateWorkload(id, seed))
      : refused(`There is no load “${id}” here.`);
  const load = parseLoad(id);
  return load.ok
    ? shapedWorkload(load.value, { rates: () => undefined, nameOf: namesOfBases() }, seed)
    : load;
}
