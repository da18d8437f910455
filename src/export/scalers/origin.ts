/** Where an imported autoscaler stands in its cluster: what a better setting of it must keep, or it never acts. */
import { at, field, listIn, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';

/** What an object scales. */
export interface OriginTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** An object's identity in its cluster. */
export interface Identity {
  readonly kind: string;
  readonly name: string;
  /** '' where the object names none: that of whoever applies it. */
  readonly namespace: string;
  readonly target: OriginTarget;
  /** Of a VerticalPodAutoscaler, the one container that it names. */
  readonly container?: string;
}

/** An imported object, and what it drives. Plain data. */
export interface Origin extends Identity {
  /** 0-based; undefined: every stage, since its target is called like none. */
  readonly stage: number | undefined;
  /** That stage's name; '' where it was not known. */
  readonly of: string;
}

/** More than these on one key are no pipeline's. */
export const MOST_ORIGINS = 16;

/** Names of objects (RFC 1123 subdomains), kinds and API versions. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;
const VERSION = /^[a-z0-9][-a-z0-9./]{0,120}$/;

const TARGETS: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: 'scaleTargetRef',
  ScaledObject: 'scaleTargetRef',
  VerticalPodAutoscaler: 'targetRef',
};

/** The identity of an autoscaler, or of an InferenceService that is one; undefined where it has no whole one. */
export function identityOf(object: unknown): Identity | undefined {
  const kind = textOf(field(object, 'kind'));
  const name = textOf(at(object, 'metadata', 'name'));
  const namespace = textOf(at(object, 'metadata', 'namespace'));
  const place = Object.hasOwn(TARGETS, kind) ? TARGETS[kind]! : undefined;
  if (place === undefined && kind !== 'InferenceService') return undefined;
  const ref = place === undefined ? undefined : at(object, 'spec', place);
  const containers = listIn(at(object, 'spec', 'resourcePolicy', 'containerPolicies'));
  const container = containers.length === 1 ? textOf(field(containers[0], 'containerName')) : '';
  return checked({
    kind,
    name,
    namespace,
    target:
      place === undefined
        ? { apiVersion: 'apps/v1', kind: 'Deployment', name: `${name}-predictor` }
        : {
            // KEDA's defaults.
            apiVersion: textOf(field(ref, 'apiVersion')) || 'apps/v1',
            kind: textOf(field(ref, 'kind')) || 'Deployment',
            name: textOf(field(ref, 'name')),
          },
    ...(container === '' ? {} : { container }),
  });
}

function checked(one: Identity): Identity | undefined {
  const { kind, name, namespace, target, container } = one;
  const sound =
    KIND.test(kind) &&
    NAME.test(name) &&
    (namespace === '' || NAME.test(namespace)) &&
    NAME.test(target.name) &&
    KIND.test(target.kind) &&
    VERSION.test(target.apiVersion) &&
    (container === undefined || container === '*' || NAME.test(container));
  return sound ? one : undefined;
}

/** An origin out of a browser's storage; undefined where it is none. */
export function originFrom(value: unknown): Origin | undefined {
  if (!isRecord(value)) return undefined;
  const { stage, of } = value;
  if (stage !== undefined && !(Number.isInteger(stage) && Number(stage) >= 0 && Number(stage) < 100))
    return undefined;
  const target = field(value, 'target');
  const container = textOf(field(value, 'container'));
  const identity = checked({
    kind: textOf(field(value, 'kind')),
    name: textOf(field(value, 'name')),
    namespace: textOf(field(value, 'namespace')),
    target: {
      apiVersion: textOf(field(target, 'apiVersion')),
      kind: textOf(field(target, 'kind')),
      name: textOf(field(target, 'name')),
    },
    ...(container === '' ? {} : { container }),
  });
  return identity && { ...identity, stage: stage as number | undefined, of: textOf(of).slice(0, 80) };
}
