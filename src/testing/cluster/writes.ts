/** What a write makes of a stored object, before anything is stored: patches, scales, and what a client cannot set. */
import { jsonPatch, mergePatch, PatchError } from './patch.ts';
import { isRecord } from '../../export/cluster/validate/values.ts';

export type Mutable = Record<string, unknown> & { metadata: Record<string, unknown> };

/** An answer that is an error. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function scaleOf(object: Mutable): Mutable {
  const { name, namespace, resourceVersion, uid } = object.metadata;
  const { replicas } = (object['spec'] ?? {}) as { readonly replicas?: number };
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, resourceVersion, uid },
    spec: { replicas: replicas ?? 0 },
    status: { replicas: replicas ?? 0 },
  };
}

/** What a client cannot set: who the object is, and its status, which has an address of its own. */
export function keeping(present: Mutable, changed: Mutable): Mutable {
  for (const field of ['name', 'namespace'])
    if (changed.metadata[field] !== present.metadata[field])
      throw new Refusal(422, `metadata.${field}: Invalid value: field is immutable`);
  const { uid, creationTimestamp, generation, managedFields, resourceVersion } = present.metadata;
  const { status: _, ...rest } = changed;
  return {
    ...rest,
    ...('status' in present ? { status: present['status'] } : {}),
    metadata: {
      ...changed.metadata,
      uid,
      creationTimestamp,
      generation,
      resourceVersion,
      ...(managedFields === undefined ? {} : { managedFields }),
    },
  };
}

export function scaled(object: Mutable, scale: Mutable): Mutable {
  const { replicas } = (scale['spec'] ?? {}) as { readonly replicas?: unknown };
  if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas < 0)
    throw new Refusal(422, `Scale is invalid: spec.replicas: Invalid value: ${JSON.stringify(replicas)}`);
  return { ...structuredClone(object), spec: { ...(object['spec'] as object), replicas } };
}

export function changedBy(
  contentType: string | undefined,
  method: string,
  present: Mutable,
  sent: Buffer,
): Mutable {
  let body: unknown;
  try {
    body = JSON.parse(sent.toString());
  } catch {
    throw new Refusal(400, 'the body of the request is no JSON');
  }
  const type = contentType?.split(';')[0]?.trim();
  let changed: unknown;
  if (method === 'PUT') changed = body;
  else if (type === 'application/json-patch+json') {
    try {
      changed = jsonPatch(present, body);
    } catch (error) {
      if (error instanceof PatchError)
        throw new Refusal(422, `the server rejected our request: ${error.message}`);
      throw error;
    }
  } else if (type === 'application/merge-patch+json') changed = mergePatch(present, body);
  else throw new Refusal(415, `the body of the request was in an unknown format: ${contentType ?? ''}`);
  if (!isRecord(changed) || !isRecord(changed['metadata']))
    throw new Refusal(400, 'the object has no metadata');
  return changed as Mutable;
}
