import { describe, expect, it } from 'vitest';
import { operationsFor, withResult } from './operations.ts';
import { stagePlacesOf, readOrdered, resourcesOf, type Ordered } from './resources.ts';
import { agentSettings } from './agentManifest.ts';
import type { KubernetesObject } from '../cluster/document.ts';
import { manifestsOf } from '../cluster/manifests.ts';
import { defaultChoices, layouts, planOf, type ClusterPlan, type Layout } from '../cluster/plan.ts';
import { defaultLimits, type Configuration } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { compile, coresOf, toConfiguration } from '../../model/tables.ts';
import { randomObservations } from '../../testing/agents.ts';
import { presetInParts } from '../../testing/partsOfCores.ts';
import { jsonPatch, mergePatch } from '../../testing/cluster/patch.ts';

/** Parts of a core, and memory of some variants. */
const inParts = presetInParts('sum-qa', 250);
const cases = [
  ['whole cores', presetById('sum-qa')!],
  [
    'parts of a core, memory of its own',
    {
      ...inParts,
      stages: inParts.stages.map((stage) => ({
        ...stage,
        variants: stage.variants.map((variant, z) =>
          z % 2 === 0 ? { ...variant, memoryMb: 512.5 + 100 * z } : variant,
        ),
      })),
    },
  ],
] as const;

describe.each(cases)('for %s', (_, pipeline) => {
  const tables = compile(pipeline, defaultLimits);

  function planned(layout: Layout, stored: boolean, configuration: Configuration): ClusterPlan {
    const choices = defaultChoices(pipeline);
    const modelUris = stored
      ? pipeline.stages.map((_, n) => (n === 0 ? '' : `s3://models/${String(n)}/`))
      : choices.modelUris;
    const plan = planOf(pipeline, configuration, {
      ...choices,
      layout,
      modelUris,
      istio: undefined,
      monitoring: undefined,
    });
    if (!plan.ok) throw new Error(plan.message);
    return plan.value;
  }

  /** The resources of a plan by their names, each with a version. */
  function stored(plan: ClusterPlan): ReadonlyMap<string, KubernetesObject> {
    const objects = manifestsOf(plan).flatMap((manifest) => manifest.objects);
    return new Map(
      objects.map((object) => [
        object.metadata.name,
        JSON.parse(
          JSON.stringify({ ...object, metadata: { ...object.metadata, resourceVersion: '1' } }),
        ) as KubernetesObject,
      ]),
    );
  }

  describe.each(layouts)('changes in the layout %s', (layout) => {
    it.each([false, true])(
      'lead to the very manifests of the target, and never above W_max (models from a store: %s)',
      (fromStore) => {
        const configurations = randomObservations(tables, 120, 5).map(({ action }) =>
          toConfiguration(tables, action),
        );
        let operations = 0;
        for (let k = 1; k < configurations.length; k++) {
          const [from, to] = [configurations[k - 1]!, configurations[k]!];
          const plan = planned(layout, fromStore, from);
          const settings = agentSettings(plan, '0'.repeat(64));
          const places = stagePlacesOf(settings);
          const objects = new Map(stored(plan));
          const read = (): Ordered => {
            const byPath = new Map(resourcesOf(places).map(({ name, path }) => [path, objects.get(name)]));
            const ordered = readOrdered(places, byPath, tables);
            if (!ordered.ok) throw new Error(ordered.message);
            return ordered.value;
          };
          expect(read().configuration).toEqual(from);
          let present: Configuration = from;
          for (const operation of operationsFor(settings, tables, read(), to, plan.batchTimeoutSeconds)) {
            const { path, contentType, body } = operation.request;
            const before = objects.get(operation.resource)!;
            const after = path.endsWith('/scale')
              ? mergePatch(before, { spec: (body as { spec: unknown }).spec })
              : jsonPatch(before, body);
            expect(contentType).toBe(`application/${path.endsWith('/scale') ? 'merge' : 'json'}-patch+json`);
            objects.set(operation.resource, after as KubernetesObject);
            present = withResult(present, operation);
            expect(read().configuration).toEqual(present);
            expect(coresOf(tables, present)).toBeLessThanOrEqual(defaultLimits.maxCores);
            operations++;
          }
          expect(present).toEqual(to);
          expect(objects).toEqual(new Map(stored(planned(layout, fromStore, to))));
        }
        expect(operations).toBeGreaterThan(100);
      },
    );

    it('are refused by the patch itself where the resource is not as it was read', () => {
      const [from, to] = randomObservations(tables, 40, 6).map(({ action }) =>
        toConfiguration(tables, action),
      );
      const plan = planned(layout, true, from!);
      const settings = agentSettings(plan, '0'.repeat(64));
      const places = stagePlacesOf(settings);
      const objects = stored(plan);
      const read = readOrdered(
        places,
        new Map(resourcesOf(places).map(({ name, path }) => [path, objects.get(name)])),
        tables,
      );
      if (!read.ok) throw new Error(read.message);
      const patches = operationsFor(settings, tables, read.value, to!, 1).filter(
        ({ request }) => !request.path.endsWith('/scale'),
      );
      expect(patches.length).toBeGreaterThan(0);
      for (const { resource, request } of patches) {
        const moved = mergePatch(objects.get(resource), { metadata: { resourceVersion: '2' } });
        expect(() => jsonPatch(moved, request.body)).toThrow(/resourceVersion/);
      }
    });
  });
});
