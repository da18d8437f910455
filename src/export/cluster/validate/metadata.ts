/** ObjectMeta as the API server checks it, for any kind (k8s.io/apimachinery, validation of names, labels and annotations). */
import { isRecord } from './values.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const QUALIFIED = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const FIELDS = new Set([
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'managedFields',
]);

export function metadataComplaints(metadata: unknown): readonly string[] {
  if (!isRecord(metadata)) return ['metadata is missing.'];
  const found = Object.keys(metadata)
    .filter((key) => !FIELDS.has(key))
    .map((key) => `metadata.${key} is no field that is known there.`);
  const { name, namespace } = metadata;
  if (typeof name !== 'string' || name.length > 253 || !SUBDOMAIN.test(name))
    found.push(
      `metadata.name must be lower-case letters, digits, hyphens and dots, not ${JSON.stringify(name)}.`,
    );
  if (
    namespace !== undefined &&
    (typeof namespace !== 'string' ||
      !SUBDOMAIN.test(namespace) ||
      namespace.includes('.') ||
      namespace.length > 63)
  )
    found.push(`metadata.namespace must be a label, not ${JSON.stringify(namespace)}.`);
  for (const field of ['labels', 'annotations'] as const) {
    const values = metadata[field];
    if (values === undefined) continue;
    if (!isRecord(values)) {
      found.push(`metadata.${field} must be names with text.`);
      continue;
    }
    for (const [key, value] of Object.entries(values)) {
      if (!QUALIFIED.test(key)) found.push(`metadata.${field}: "${key}" is not a name for one.`);
      if (typeof value !== 'string') found.push(`metadata.${field}.${key} must be text.`);
      else if (field === 'labels' && (value.length > 63 || !LABEL_VALUE.test(value)))
        found.push(
          `metadata.labels.${key} must be at most 63 letters, digits, hyphens, dots and underscores.`,
        );
    }
  }
  return found;
}
