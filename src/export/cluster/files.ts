/** Everything that an export holds, as files by name. */
import type { ExportFile } from '../file.ts';
import { manifestsOf, textOf } from './manifests.ts';
import { modelSettings, RUNTIME_PLACEHOLDER } from './modelSettings.ts';
import { notesOf } from './notes.ts';
import type { ClusterPlan } from './plan.ts';
import { validate } from './validate/validate.ts';

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

/** `why` completes "The configuration is .."; `maxCores` is W_max. */
export function filesOf(plan: ClusterPlan, why: string, maxCores: number): readonly ExportFile[] {
  const manifests = manifestsOf(plan).map((manifest) => ({
    name: `manifests/${manifest.file}`,
    content: textOf(manifest),
    objects: manifest.objects,
  }));
  return [
    { name: 'README.md', content: readme(plan, why, maxCores), objects: [] },
    ...manifests,
    ...modelSettings(plan),
  ];
}

function readme(plan: ClusterPlan, why: string, maxCores: number): string {
  const { apply, undo } = commandsOf(plan);
  const block = (lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n');
  // A name may hold anything: nothing of it may end a cell or begin markup.
  const cell = (text: string): string => text.replace(/[^\p{L}\p{N} ._:/@-]/gu, ' ');
  return [
    `# ${plan.name}`,
    `Manifests for the layout \`${plan.layout}\` in the namespace \`${plan.namespace}\`. The configuration is ${why}.`,
    [
      '| stage | variant | cores | replicas | batch | image |',
      '| --- | --- | ---: | ---: | ---: | --- |',
      ...plan.stages.map(
        ({ name, variant, cores, replicas, batch, image }) =>
          `| ${name} | ${cell(variant)} | ${String(cores)} | ${String(replicas)} | ${String(batch)} | ${cell(image)} |`,
      ),
    ].join('\n'),
    '## Apply',
    'The second command asks the cluster whether it would take everything, and changes nothing.',
    block(apply),
    '## Undo',
    block(undo),
    '## Model settings',
    `\`model-settings/\` holds a model-settings.json for the image of each container. Put the runtime's class in the place of \`${RUNTIME_PLACEHOLDER}\`, and adapt uri and content type. Leave \`max_batch_size\` and \`max_batch_time\` out: MLServer's file overrides the variables that the manifests set, so no decision on the batch would ever act.`,
    '## Know before',
    notesOf(plan, maxCores)
      .map((note) => `- ${note}`)
      .join('\n'),
    '',
  ].join('\n\n');
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
