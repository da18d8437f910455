/** Custom resources that the export writes, by API version and kind: their schemas are Apache-2.0 (see schemas/README.md). */
import type { StructuralSchema } from './schema.ts';

export interface CustomResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schema: StructuralSchema;
}

/** Loaded when a kind is met: KServe's alone is larger than the rest of the export. */
const loaders: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {
  'machinelearning.seldon.io/v1 SeldonDeployment': () =>
    import('../schemas/seldondeployment.json', { with: { type: 'json' } }),
  'serving.kserve.io/v1beta1 InferenceService': () =>
    import('../schemas/kserve-inferenceservices.json', { with: { type: 'json' } }),
  'serving.kserve.io/v1alpha1 InferenceGraph': () =>
    import('../schemas/kserve-inferencegraphs.json', { with: { type: 'json' } }),
  'networking.istio.io/v1 DestinationRule': () =>
    import('../schemas/istio-destinationrule.json', { with: { type: 'json' } }),
  'networking.istio.io/v1 VirtualService': () =>
    import('../schemas/istio-virtualservice.json', { with: { type: 'json' } }),
  'monitoring.coreos.com/v1 PodMonitor': () =>
    import('../schemas/promop-podmonitors.json', { with: { type: 'json' } }),
  'monitoring.coreos.com/v1 PrometheusRule': () =>
    import('../schemas/promop-prometheusrules.json', { with: { type: 'json' } }),
};

/** Undefined where the kind is not one that is known here. Istio serves v1beta1 with the schema of v1. */
export async function schemaOf(apiVersion: string, kind: string): Promise<StructuralSchema | undefined> {
  const version = apiVersion === 'networking.istio.io/v1beta1' ? 'networking.istio.io/v1' : apiVersion;
  const load = loaders[`${version} ${kind}`];
  if (!load) return undefined;
  return ((await load()).default as CustomResource).schema;
}
