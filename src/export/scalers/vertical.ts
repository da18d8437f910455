/** VerticalPodAutoscalers (autoscaling.k8s.io/v1). */
import { amountIn } from './amounts.ts';
import type { Draft, FoundScaler } from './found.ts';
import { stagesMeant } from './horizontal.ts';
import { isSidecar } from './sidecars.ts';
import { at, field, listIn, textOf } from '../cluster/fields.ts';
import { shown, Unreadable } from '../intake/unreadable.ts';
import { DecisionLog } from '../../model/decision.ts';

function cores(value: unknown, place: string): number {
  const found = amountIn(value);
  if (found === undefined || !(found > 0))
    throw new Unreadable(
      `${place} is ${shown(value)}, and a number of cores above 0 was expected, like 2 or 500m`,
    );
  return found;
}

/** A VerticalPodAutoscaler: bounds of the cores; the rest of what it can say is a note. Throws `Unreadable`. */
export function vertical(object: unknown): FoundScaler {
  const name = textOf(at(object, 'metadata', 'name'));
  const what = `the VerticalPodAutoscaler ${shown(name)}`;
  const log = new DecisionLog({});
  const draft: Draft = { what, values: {}, log };
  const { values } = draft;
  const spec = field(object, 'spec');
  const target = textOf(at(spec, 'targetRef', 'name'));
  const policies = listIn(at(spec, 'resourcePolicy', 'containerPolicies')).slice(0, 50);
  const targets = target === '' ? [] : stagesMeant(target);
  const nameOf = (one: unknown): string => textOf(field(one, 'containerName'));
  const runs = (one: unknown): boolean => textOf(field(one, 'mode')) !== 'Off';
  // "*" is for the containers that have no policy of their own.
  const policy =
    policies.find((one) => targets.includes(nameOf(one))) ??
    policies.find((one) => nameOf(one) !== '*' && !isSidecar(nameOf(one)) && runs(one)) ??
    policies.find((one) => nameOf(one) === '*') ??
    policies.find(runs) ??
    policies[0];
  if (policies.length > 1)
    log.leftOut(
      `${what} has policies for ${String(policies.length)} containers; the one for ${shown(field(policy, 'containerName'))} was read.`,
    );
  if (textOf(field(policy, 'mode')) === 'Off')
    throw new Unreadable(
      `${what} is off for the container ${shown(field(policy, 'containerName'))}, so there is nothing to run`,
    );
  for (const [key, bound] of [
    ['minCores', 'minAllowed'],
    ['maxCores', 'maxAllowed'],
  ] as const) {
    const value = at(policy, bound, 'cpu');
    if (value !== undefined) values[key] = cores(value, `${what}: ${bound}.cpu`);
    if (at(policy, bound, 'memory') !== undefined)
      log.leftOut(`${what}: ${bound}.memory is left out; the lab counts cores only.`);
  }
  const mode = textOf(at(spec, 'updatePolicy', 'updateMode')) || 'Auto';
  if (mode === 'Off' || mode === 'Initial')
    log.assumed(
      `${what} has the update mode ${mode}, which ${mode === 'Off' ? 'changes no replica' : 'changes new replicas only'}; the lab applies every recommendation, as with Recreate.`,
    );
  const resources = listIn(field(policy, 'controlledResources')).map(textOf);
  if (resources.length > 0 && !resources.includes('cpu'))
    throw new Unreadable(
      `${what} controls ${resources.slice(0, 3).map(shown).join(', ')} and no cpu, and the lab counts cores only`,
    );
  if (resources.includes('memory')) log.leftOut(`${what}: memory is left out; the lab counts cores only.`);
  if (textOf(field(policy, 'controlledValues')) === 'RequestsOnly')
    log.leftOut(
      `${what}: controlledValues is left out; in the lab a replica has its requested cores for itself.`,
    );
  if (at(spec, 'updatePolicy', 'minReplicas') !== undefined)
    log.leftOut(
      `${what}: updatePolicy.minReplicas is left out; the lab replaces replicas as its rollout says.`,
    );
  return {
    id: 'vpa',
    what,
    name,
    targets,
    values,
    decisions: log.decisions,
    annotations: at(object, 'metadata', 'annotations'),
  };
}
