/** Autoscalers of single stages as one policy with settings of each stage. */
import type { FoundScaler, ScalerId } from './found.ts';
import { MOST_ORIGINS, type Origin } from './origin.ts';
import { keyOf, restored, keptStageOf } from './kept.ts';
import { stageFor, stageInWords, stagesInWords } from './stageFor.ts';
import { withoutDoubles } from './written.ts';
import { plainName } from '../intake/container.ts';
import { shown } from '../intake/unreadable.ts';
import { DecisionLog, type Decision } from '../../model/decision.ts';
import {
  fieldsOf,
  parsePolicyKey,
  policyKey,
  settingsOfStage,
  type Settings,
  type SettingValue,
  type Values,
} from '../../policies/settings/key.ts';

const LONGEST_NAME = 60;
/** More at once are no comparison. */
const MOST_POLICIES = 16;

/** A policy as the lab names it, and what it came from, for its user. */
export interface ImportedPolicy {
  readonly key: string;
  readonly name: string;
  /** The objects that it was read from, where they are objects of their own. */
  readonly origins: readonly Origin[];
}

export interface Combined {
  readonly policies: readonly ImportedPolicy[];
  readonly decisions: readonly Decision[];
  /** Why one could not be had, each as the rest of a sentence. */
  readonly refusals: readonly string[];
}

/** What holds at a stage, with every default filled in. */
function whole(id: ScalerId, values: Values): Record<string, SettingValue> {
  return settingsOfStage({ all: values, stages: {} }, id, 0);
}

/** The value that most have; of several the default, else the first. */
function usual(values: readonly SettingValue[], preferred: SettingValue): SettingValue {
  const counts = new Map<SettingValue, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const first = values.find((value) => counts.get(value) === most)!;
  return counts.get(preferred) === most ? preferred : first;
}

/** What a stage may have for itself. */
function own(id: ScalerId, values: Values): Values {
  const fields = fieldsOf(id).filter(({ perStage }) => perStage);
  return Object.fromEntries(fields.map(({ key }) => [key, values[key]!]));
}

/** Settings that give every stage what it has: what most have holds for all. */
function shared(id: ScalerId, stages: readonly Values[]): Settings {
  const all: Record<string, SettingValue> = {};
  const metrics = stages.map((values) => values['metric'] ?? '');
  const plain = fieldsOf(id);
  const metric = usual(metrics, plain.find(({ key }) => key === 'metric')?.default ?? '');
  for (const field of fieldsOf(id, String(metric))) {
    const same = field.byMetric ? stages.filter((values) => values['metric'] === metric) : stages;
    all[field.key] =
      field.key === 'metric'
        ? metric
        : usual(
            same.map((values) => values[field.key]!),
            field.default,
          );
  }
  return { all, stages: Object.fromEntries(stages.map((values) => own(id, values)).entries()) };
}

const equal = (a: Values, b: Values): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([key, value]) => b[key] === value);

/** The key of stages that are all known; the one they were made from where it still says the same. */
function keyOfAll(id: ScalerId, stages: readonly Values[], made: string | undefined): string {
  const known = made === undefined ? undefined : parsePolicyKey(made);
  if (known?.ok && stages.every((values, n) => equal(values, settingsOfStage(known.value.settings, id, n))))
    return policyKey(id, known.value.settings);
  const key = policyKey(id, shared(id, stages));
  if (stages.length === 1 || parsePolicyKey(key).ok) return key;
  // What most have of each may not go together: then every stage says its own.
  const common = fieldsOf(id).filter(({ perStage }) => !perStage);
  const all = Object.fromEntries(common.map((field) => [field.key, stages[0]![field.key]!]));
  return policyKey(id, {
    all,
    stages: Object.fromEntries(stages.map((values) => own(id, values)).entries()),
  });
}

const listed = (names: readonly string[]): string =>
  `${names.slice(0, 5).map(shown).join(', ')}${names.length > 5 ? ' and others' : ''}`;

/** Of one kind. */
function combine(id: ScalerId, scalers: readonly FoundScaler[], names: readonly string[]): Combined {
  const log = new DecisionLog({});
  const driven = scalers.map((scaler) => stageFor(scaler, names));
  const found = scalers.map((scaler, i) => {
    const own = driven[i];
    const taken = own?.loose && driven.some((other) => other?.n === own.n && !other.loose);
    return {
      scaler,
      n: taken ? undefined : own?.n,
      likeness: own?.likeness,
      values: whole(id, restored(scaler)),
    };
  });
  const among = names.length > 0 ? ` (${stagesInWords(names)})` : '';
  const count = names.length > 0 ? names.length : (keptStageOf(scalers[0]!)?.of ?? 0);
  const placed = found.filter(({ n }) => n !== undefined);
  const twice = placed.find(({ n }, i) => placed.findIndex((one) => one.n === n) < i);
  if (twice) {
    const first = placed.find(({ n }) => n === twice.n)!;
    return {
      policies: [],
      decisions: [],
      refusals: [
        `${first.scaler.what} and ${twice.scaler.what} drive the same stage${names.length > 0 ? ` (${shown(names[twice.n!])})` : ''}; keep one of them`,
      ],
    };
  }
  if (count > 0 && placed.length > 0) {
    const lost = found.filter(({ n }) => n === undefined);
    if (lost.length > 0)
      log.leftOut(
        `Left out, because they drive no stage of the pipeline: ${listed(lost.map(({ scaler }) => scaler.name))}${among}.`,
      );
    for (const { scaler, n, likeness } of placed) {
      const stage = names[n!];
      if (stage !== undefined && likeness !== undefined)
        log.assumed(
          `${scaler.what} names ${shown(likeness)}, which was taken for the stage ${stageInWords(stage)}.`,
        );
      else
        log.read(`${scaler.what} drives the stage ${stage === undefined ? String(n! + 1) : shown(stage)}.`);
    }
    const byStage = new Map(placed.map(({ n, values }) => [n!, values]));
    const missing = Array.from({ length: count }, (_, n) => n).filter((n) => !byStage.has(n));
    if (missing.length > 0)
      log.assumed(
        `No ${id.toUpperCase()} in the file drives ${missing.length === 1 ? 'the stage' : 'the stages'} ${listed(missing.map((n) => names[n] ?? String(n + 1)))}: there the lab's defaults of it hold.`,
      );
    const made = keyOf(placed.map(({ scaler }) => scaler));
    const key =
      missing.length === 0
        ? keyOfAll(
            id,
            Array.from({ length: count }, (_, n) => byStage.get(n)!),
            made,
          )
        : policyKey(id, { all: {}, stages: Object.fromEntries(byStage) });
    return checked(
      [{ key, from: placed.map(({ scaler }) => scaler), stages: placed.map(({ n }) => n!) }],
      log,
      names,
    );
  }
  const first = found[0]!;
  if (found.every(({ values }) => equal(values, first.values))) {
    const lost = names.length > 0 && first.scaler.targets.length > 0;
    log.assumed(
      found.length > 1
        ? `What ${listed(scalers.map(({ name }) => name))} say is the same, and applies to every stage.`
        : `${first.scaler.what} ${lost ? `names ${listed([first.scaler.targets[0]!])}, which is no stage of the pipeline${among}, and ` : ''}applies to every stage.`,
    );
    return checked([{ key: keyOfAll(id, [first.values], undefined), from: [...scalers] }], log, names);
  }
  log.assumed(
    `The file holds ${String(found.length)} autoscalers of one kind that match no stage${among}; each is a policy of its own, for every stage${found.length > MOST_POLICIES ? `, of which the first ${String(MOST_POLICIES)} were taken` : ''}.`,
  );
  return checked(
    found
      .slice(0, MOST_POLICIES)
      .map(({ scaler, values }) => ({ key: keyOfAll(id, [values], undefined), from: [scaler] })),
    log,
    names,
  );
}

/** Ranges are checked where every key is: at its door. */
function checked(
  made: readonly {
    readonly key: string;
    readonly from: readonly FoundScaler[];
    /** The stage of each; absent: they are for every stage. */
    readonly stages?: readonly number[];
  }[],
  log: DecisionLog,
  names: readonly string[],
): Combined {
  const policies: ImportedPolicy[] = [];
  const refusals: string[] = [];
  for (const { key, from, stages } of made) {
    const parsed = parsePolicyKey(key);
    if (parsed.ok) {
      const called = [...new Set(from.map(({ name }) => name.slice(0, LONGEST_NAME)))].slice(0, 3);
      policies.push({
        key,
        name: plainName(called.join(' '), new DecisionLog({})),
        origins: from
          .flatMap(({ identity }, i): readonly Origin[] => {
            const stage = stages?.[i];
            return identity
              ? [{ ...identity, stage, of: stage === undefined ? '' : (names[stage] ?? '') }]
              : [];
          })
          .slice(0, MOST_ORIGINS),
      });
      log.add(from.flatMap((one) => one.decisions));
    } else refusals.push(`${from[0]!.what} cannot be taken over: ${parsed.message.replace(/\.$/, '')}`);
  }
  const decisions = log.decisions.map((one) => ({
    ...one,
    sentence: one.sentence.charAt(0).toUpperCase() + one.sentence.slice(1),
  }));
  return { policies, decisions, refusals };
}

/** Policies from autoscalers, one of each kind where their stages are known; `names` are the pipeline's stages, empty where none are known. */
export function policiesFrom(all: readonly FoundScaler[], names: readonly string[]): Combined {
  const scalers = withoutDoubles(all, (one) => {
    const driven = stageFor(one, names);
    return driven?.loose ? undefined : driven?.n;
  });
  const kinds = [...new Set(scalers.map(({ id }) => id))];
  const parts = kinds.map((id) =>
    combine(
      id,
      scalers.filter((one) => one.id === id),
      names,
    ),
  );
  return {
    policies: parts.flatMap(({ policies }) => policies),
    decisions: parts.flatMap(({ decisions }) => decisions),
    refusals: parts.flatMap(({ refusals }) => refusals),
  };
}
