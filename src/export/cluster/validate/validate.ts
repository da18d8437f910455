/** Whether a cluster would take an object: metadata, the schema under strict validation, and the webhook's rules. */
import { coreComplaints, coreSchemaOf } from './core.ts';
import { metadataComplaints } from './metadata.ts';
import { schemaOf } from './resources.ts';
import { complaintsOf } from './schema.ts';
import { seldonComplaints } from './seldonRules.ts';
import { isRecord } from './values.ts';

/** Complaints as sentences, each with its place; empty where the object would be taken. */
export async function validate(object: unknown): Promise<readonly string[]> {
  if (!isRecord(object)) return ['A Kubernetes object must be a mapping with apiVersion, kind and metadata.'];
  const { apiVersion, kind, metadata, ...rest } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string')
    return ['apiVersion and kind must say what the object is.'];
  const schema =
    (await schemaOf(apiVersion, kind)) ??
    (await coreSchemaOf(
      `${apiVersion} ${kind}`,
      async () => (await schemaOf('machinelearning.seldon.io/v1', 'SeldonDeployment'))!,
    ));
  if (!schema) return [`${kind} of ${apiVersion} is no kind that is known here.`];
  // The custom resource's own schema leaves these three to the API server.
  const { properties = {}, ...others } = schema;
  const own = Object.fromEntries(
    Object.entries(properties).filter(([key]) => !['apiVersion', 'kind', 'metadata'].includes(key)),
  );
  const required = (others.required ?? []).filter((key) => key in own);
  const wrong = complaintsOf(rest, { ...others, required, properties: own }, kind);
  return [
    ...metadataComplaints(metadata),
    ...wrong,
    ...(kind === 'SeldonDeployment' ? seldonComplaints(rest) : []),
    // These rest on a form that the schema has granted.
    ...(wrong.length === 0
      ? coreComplaints(kind, rest, isRecord(metadata) ? metadata['name'] : undefined)
      : []),
  ];
}
