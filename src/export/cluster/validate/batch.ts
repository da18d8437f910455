/**
 * Jobs and the claims of their volumes, as `core.ts` holds Kubernetes's own kinds: by the API reference (batch/v1 and v1,
 * v1.34), and the rules of their validation (pkg/apis/batch/validation) that no schema holds.
 */
import { count, list, object, one, quantity, text, words } from './forms.ts';
import type { StructuralSchema } from './schema.ts';
import { isRecord } from './values.ts';

/** Indexes of one Job. */
const MOST_INDEXES = 100_000;

const failureRule = object(
  {
    action: one('FailJob', 'FailIndex', 'Ignore', 'Count'),
    onExitCodes: object(
      {
        containerName: text,
        operator: one('In', 'NotIn'),
        values: { ...list(count(0), 255), minItems: 1 },
      },
      ['operator', 'values'],
    ),
    onPodConditions: list(
      object({ type: text, status: one('True', 'False', 'Unknown') }, ['type', 'status']),
      20,
    ),
  },
  ['action'],
);

export const claimSchema: StructuralSchema = object(
  {
    spec: object(
      {
        accessModes: {
          ...list(one('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod')),
          minItems: 1,
        },
        resources: object({ requests: object({ storage: quantity }, ['storage']) }, ['requests']),
        storageClassName: text,
        volumeMode: one('Filesystem', 'Block'),
        volumeName: text,
      },
      ['accessModes', 'resources'],
    ),
  },
  ['spec'],
);

export function jobSchema(pod: StructuralSchema): StructuralSchema {
  return object(
    {
      spec: object(
        {
          completionMode: one('NonIndexed', 'Indexed'),
          completions: count(0, MOST_INDEXES),
          parallelism: count(0, MOST_INDEXES),
          backoffLimit: count(0),
          backoffLimitPerIndex: count(0),
          maxFailedIndexes: count(0, MOST_INDEXES),
          activeDeadlineSeconds: { type: 'integer', minimum: 1 },
          ttlSecondsAfterFinished: count(0),
          suspend: { type: 'boolean' },
          podFailurePolicy: object({ rules: { ...list(failureRule, 20), minItems: 1 } }, ['rules']),
          template: object({ metadata: object({ labels: words, annotations: words }), spec: pod }, ['spec']),
        },
        ['template'],
      ),
    },
    ['spec'],
  );
}

interface JobSpec {
  readonly completionMode?: string;
  readonly completions?: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly podFailurePolicy?: {
    readonly rules: readonly {
      readonly action: string;
      readonly onExitCodes?: {
        readonly containerName?: string;
        readonly operator: string;
        readonly values: readonly number[];
      };
      readonly onPodConditions?: readonly unknown[];
    }[];
  };
  readonly template: {
    readonly spec: { readonly restartPolicy?: string; readonly containers?: readonly { name: string }[] };
  };
}

/** What the API server refuses of a Job whose form the schema has granted. */
export function jobComplaints(name: unknown, spec: unknown): readonly string[] {
  if (!isRecord(spec)) return [];
  const { completionMode, completions, backoffLimitPerIndex, maxFailedIndexes, podFailurePolicy, template } =
    spec as unknown as JobSpec;
  const { restartPolicy, containers = [] } = template.spec;
  const indexed = completionMode === 'Indexed';
  const perIndex = backoffLimitPerIndex !== undefined;
  const found: string[] = [];
  const say = (broken: boolean, sentence: string): void => {
    if (broken) found.push(sentence);
  };
  say(
    restartPolicy !== 'Never' && restartPolicy !== 'OnFailure',
    'The pods of a Job need restartPolicy Never or OnFailure.',
  );
  say(indexed && completions === undefined, 'An Indexed Job must say its completions.');
  say(perIndex && !indexed, 'backoffLimitPerIndex is for an Indexed Job.');
  say(
    (perIndex || podFailurePolicy !== undefined) && restartPolicy === 'OnFailure',
    'backoffLimitPerIndex and podFailurePolicy need restartPolicy Never.',
  );
  say(maxFailedIndexes !== undefined && !perIndex, 'maxFailedIndexes needs backoffLimitPerIndex.');
  say(
    maxFailedIndexes !== undefined && maxFailedIndexes > (completions ?? 0),
    'maxFailedIndexes must not exceed the completions.',
  );
  const pod = `${String(name)}-${String((completions ?? 1) - 1)}`;
  say(indexed && pod.length > 63, `The pods' host names, like ${pod}, have more than 63 characters.`);
  for (const { action, onExitCodes, onPodConditions } of podFailurePolicy?.rules ?? []) {
    say(action === 'FailIndex' && !perIndex, 'The action FailIndex needs backoffLimitPerIndex.');
    say(
      (onExitCodes === undefined) === (onPodConditions === undefined),
      'A rule on failed pods has either exit codes or conditions.',
    );
    if (!onExitCodes) continue;
    const { containerName, operator, values } = onExitCodes;
    say(
      containerName !== undefined && containers.every(({ name: own }) => own !== containerName),
      `A rule on failed pods names the container "${containerName ?? ''}", which there is not.`,
    );
    say(
      values.some((value, i) => i > 0 && value <= values[i - 1]!),
      'Exit codes of a rule must be in order, each once.',
    );
    say(operator === 'In' && values.includes(0), 'A rule on failed pods cannot name the exit code 0.');
  }
  return found;
}
