import { describe, expect, it } from 'vitest';
import { agentManifest, agentRules, agentSettings } from './agentManifest.ts';
import type { KubernetesObject } from '../cluster/document.ts';
import { defaultChoices, layouts, planOf, type ClusterPlan, type Layout } from '../cluster/plan.ts';
import { validate } from '../cluster/validate/validate.ts';
import { presetById } from '../../model/presets/index.ts';

function planned(layout: Layout): ClusterPlan {
  const pipeline = presetById('video')!;
  const configuration = pipeline.stages.map(() => ({ variant: 0, replicas: 1, batch: 1 }));
  const plan = planOf(pipeline, configuration, { ...defaultChoices(pipeline), layout });
  if (!plan.ok) throw new Error(plan.message);
  return plan.value;
}

const plan = planned('seldon-per-stage');
const { objects } = agentManifest(plan, agentSettings(plan, 'a'.repeat(64)));
type Loose = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- mutations go anywhere
type Change = (object: Loose) => unknown;
/** The object of a kind with one thing changed. */
function mutated(kind: string, change: Change): KubernetesObject {
  const copy = JSON.parse(JSON.stringify(objects.find((one) => one.kind === kind))) as Loose;
  change(copy);
  return copy as KubernetesObject;
}

describe('the agent’s manifests', () => {
  it.each<readonly [string, Change, RegExp]>([
    ['ServiceAccount', (o) => (o['automountToken'] = true), /automountToken is no field/],
    ['Role', (o) => (o['rules'][0].verbs = []), /verbs.* has 0 entries/],
    ['Role', (o) => (o['rules'][0].verbs = ['read']), /verbs\[0\] must be one of get, /],
    ['Role', (o) => delete o['rules'][0].resources, /resources is missing/],
    ['Role', (o) => (o['rules'][0].resourceName = 'crop'), /resourceName is no field/],
    ['RoleBinding', (o) => (o['roleRef'].kind = 'Rolle'), /roleRef\.kind must be one of/],
    ['RoleBinding', (o) => delete o['roleRef'], /roleRef is missing/],
    ['ConfigMap', (o) => (o['data']['settings.json'] = 5), /must be of type string, not the number 5/],
    ['ConfigMap', (o) => (o['data'].large = 'x'.repeat(2 ** 20)), /takes at most 1048576/],
    ['Deployment', (o) => (o['spec'].replicas = '1'), /replicas must be of type integer, not the string "1"/],
    ['Deployment', (o) => (o['spec'].replica = 1), /spec\.replica is no field/],
    ['Deployment', (o) => delete o['spec'].selector, /selector is missing/],
    [
      'Deployment',
      (o) => (o['spec'].selector.matchLabels.app = 'x'),
      /asks for the label app, which the pods do not carry/,
    ],
    ['Deployment', (o) => (o['spec'].strategy.type = 'Recreated'), /strategy\.type must be one of/],
    ['Deployment', (o) => (o['spec'].template.spec.containers[0].imag = 'x'), /imag is no field/],
    [
      'Deployment',
      (o) => (o['spec'].template.spec.containers[0].resources.requests.cpu = 'four'),
      /must match/,
    ],
    ['Deployment', (o) => delete o['spec'].template.spec.containers, /containers is missing/],
  ])('%s: a mutation is refused in a sentence that names its place (%#)', async (kind, change, sentence) => {
    expect(await validate(mutated(kind, () => undefined))).toEqual([]);
    expect((await validate(mutated(kind, change))).join(' ')).toMatch(sentence);
  });

  it.each(layouts)(
    'grant in the layout %s no more than to read and to patch what it drives, by name',
    (layout) => {
      const rules = agentRules(planned(layout));
      for (const { verbs, resources, resourceNames } of rules) {
        if (resources[0] === 'pods') expect(verbs).toEqual(['list']);
        else {
          expect(verbs.every((verb) => ['get', 'patch'].includes(verb))).toBe(true);
          expect(resourceNames!.length).toBeGreaterThan(0);
        }
      }
    },
  );

  it('begin in dry run, as one pod that may do nothing to its own node', () => {
    const { spec } = objects.find(({ kind }) => kind === 'Deployment') as Loose;
    expect(spec.replicas).toBe(1);
    expect(spec.strategy).toEqual({ type: 'Recreate' });
    const [container] = spec.template.spec.containers;
    expect(container.args).toContain('--mode=dry-run');
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    });
  });
});
