/** Everything that an export holds, as files by name. */
import { agentCommandsOf } from './agent/commands.ts';
import type { Answer } from './asked.ts';
import type { ExportFile } from './file.ts';
import { manifestsOf, manifestText } from './cluster/manifests.ts';
import { modelSettings, RUNTIME_PLACEHOLDER } from './cluster/modelSettings.ts';
import { inText } from './cluster/inText.ts';
import { clusterNotesOf } from './cluster/notes.ts';
import type { ClusterPlan } from './cluster/plan.ts';
import { validate } from './cluster/validate/validate.ts';
import { UNCOUNTED, type Played } from './played.ts';

/** Shell commands that put the manifests into a cluster, and that take them out again. */
export function commandsOf({ namespace }: ClusterPlan): {
  readonly apply: readonly string[];
  readonly undo: readonly string[];
} {
  const folder = 'manifests/';
  return {
    apply: [
      `kubectl create namespace ${namespace} --dry-run=client -o yaml | kubectl apply -f -`,
      `kubectl apply --dry-run=server -f ${folder}`,
      `kubectl apply -f ${folder}`,
    ],
    undo: [`kubectl delete --ignore-not-found -f ${folder}`],
  };
}

/**
 * `why` completes "The configuration is .."; `maxCores` is W_max; `withAgent` where the folders policy and agent stand beside
 * the manifests; `played` what the configuration came to, where it was played; `answer` how a share in time that was asked
 * for came out.
 */
export function filesOf(
  plan: ClusterPlan,
  why: string,
  maxCores: number,
  withAgent = false,
  played?: Played,
  answer?: Answer,
): readonly ExportFile[] {
  const manifests = manifestsOf(plan).map((manifest) => ({
    name: `manifests/${manifest.file}`,
    content: manifestText(manifest),
    objects: manifest.objects,
  }));
  return [
    { name: README, content: readmeOf(plan, why, maxCores, withAgent, played, answer), objects: [] },
    ...manifests,
    ...modelSettings(plan),
  ];
}

export const README = 'README.md';

/** The text of the README alone; `filesOf` says what it takes. Where the load is not carried, that stands first. */
export function readmeOf(
  plan: ClusterPlan,
  why: string,
  maxCores: number,
  withAgent: boolean,
  played: Played | undefined,
  answer?: Answer,
): string {
  const { apply, undo } = commandsOf(plan);
  const block = (lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n');
  return [
    `# ${plan.name}`,
    ...(played?.verdict === 'fails' ? [`**${played.says}** ${restOf(played)}`] : []),
    `Manifests for the layout \`${plan.layout}\` in the namespace \`${plan.namespace}\`. The configuration is ${why}.`,
    ...(played && played.verdict !== 'fails' ? [`${played.says} ${restOf(played)}`.trim()] : []),
    ...(answer ? [answer.short ? `**${answer.says}**` : answer.says] : []),
    [
      '| stage | variant | cores | replicas | batch | image |',
      '| --- | --- | ---: | ---: | ---: | --- |',
      ...plan.stages.map(
        ({ name, variant, cores, replicas, batch, image }) =>
          `| ${name} | ${inText(variant)} | ${String(cores)} | ${String(replicas)} | ${String(batch)} | ${inText(image)} |`,
      ),
    ].join('\n'),
    '## Apply',
    'The second command asks the cluster whether it would take everything, and changes nothing.',
    block(apply),
    '## Undo',
    block(undo),
    ...(withAgent ? agentSection(plan, block) : []),
    '## Model settings',
    `\`model-settings/\` holds a model-settings.json for the image of each container. Put the runtime's class in the place of \`${RUNTIME_PLACEHOLDER}\`, and adapt uri and content type. Leave \`max_batch_size\` and \`max_batch_time\` out: MLServer's file overrides the variables that the manifests set, so no decision on the batch would ever act.`,
    '## Know before',
    clusterNotesOf(plan, maxCores)
      .map((note) => `- ${note}`)
      .join('\n'),
    '',
  ].join('\n\n');
}

const restOf = ({ more, chanceLeftOut }: Played): string =>
  chanceLeftOut
    ? `${more} ${UNCOUNTED} The environment “Single requests” counts it (on the command line: \`--environment discrete\`).`
    : more;

function agentSection(plan: ClusterPlan, block: (lines: readonly string[]) => string): readonly string[] {
  const { watch, live, pause, undo } = agentCommandsOf(plan);
  return [
    '## The agent',
    'Every ten seconds it measures, forecasts, decides, and writes the decision down as one line of JSON. At first it only asks the cluster whether it would take each change, and changes nothing. Its image is not built where the policy decides otherwise than in the lab.',
    block(watch),
    'When its decisions please you, let it make them:',
    block(live),
    'Pause it, and let it go on; any of the resources that it drives will do:',
    block(pause),
    'Take it out; what is ordered then stays:',
    block(undo),
    'Its limits, cooldowns and queries are in the ConfigMap of agent/agent.yaml; after a change there: `kubectl rollout restart`. Where GitOps owns the manifests, tell it to leave alone what the agent drives (Argo CD: `ignoreDifferences` on replicas, the variables MODEL_VARIANT, MLSERVER_MODEL_MAX_BATCH_SIZE and MLSERVER_MODEL_MAX_BATCH_TIME, and cpu).',
  ];
}

/** What a cluster would refuse, by file; empty where it would take everything. */
export async function complaintsAbout(
  files: readonly ExportFile[],
): Promise<readonly { readonly name: string; readonly complaints: readonly string[] }[]> {
  return Promise.all(
    files.map(async ({ name, objects }) => ({
      name,
      complaints: (await Promise.all(objects.map(validate))).flat(),
    })),
  );
}
