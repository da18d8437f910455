/** The folder of a comparison's Job: its manifests, the image that they run, and what to do with them. */
import type { JobChoices } from './job.ts';
import { WHOLE } from './job.ts';
import type { Manifest } from './document.ts';
import { manifestText } from './manifests.ts';
import type { ExportFile } from '../file.ts';

/** The part of the lab's version that its image is known by. */
export interface JobLab {
  readonly version: string;
  readonly sources: string;
  /** "v20.20.2" */
  readonly node: string;
}

/** Built where the lab's sources are. The same Node.js computes the same digits. */
export function jobDockerfile({ node }: JobLab): string {
  return `FROM node:${node.replace(/^v/, '')}-slim
WORKDIR /sluice
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY src src
USER 65532:65532
ENTRYPOINT ["node", "/sluice/src/headless/start.mjs"]
`;
}

/** `what` says how many runs there are, and of what. */
export function jobFiles(
  manifests: readonly Manifest[],
  choices: JobChoices,
  lab: JobLab,
  what: string,
): readonly ExportFile[] {
  return [
    { name: 'README.md', content: readme(choices, lab, what), objects: [] },
    { name: 'Dockerfile', content: jobDockerfile(lab), objects: [] },
    ...manifests.map((manifest) => ({
      name: manifest.file,
      content: manifestText(manifest),
      objects: manifest.objects,
    })),
  ];
}

function readme({ name, namespace, image, shards }: JobChoices, lab: JobLab, what: string): string {
  const block = (...lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n');
  const inside = `-n ${namespace}`;
  return [
    `# ${name}`,
    `A comparison with ${what}, in ${String(shards)} shards. What they find is put together only where all are of the same lab (version ${lab.version}, sources ${lab.sources.slice(0, 12)}, Node.js ${lab.node}).`,
    '## The image',
    'In the folder of the lab, whose sources it copies; DIR is this folder:',
    block(`docker build -f DIR/Dockerfile -t ${image} .`, `docker push ${image}`),
    '## Run',
    'The second command asks the cluster whether it would take everything, and changes nothing.',
    block(
      `kubectl create namespace ${namespace} --dry-run=client -o yaml | kubectl apply -f -`,
      'kubectl apply --dry-run=server -f job.yaml -f merge.yaml',
      'kubectl apply -f job.yaml',
      `kubectl wait ${inside} --for=condition=complete --timeout=24h job/${name}`,
    ),
    'A shard that was killed is run again; one that was refused (exit code 2) is not, and its log says why:',
    block(
      `kubectl get job ${inside} ${name} -o jsonpath='{.status.completedIndexes} done, failed: {.status.failedIndexes}'`,
      `kubectl logs ${inside} -l batch.kubernetes.io/job-name=${name} --prefix`,
    ),
    'Shards that lack after all run when the Job is deleted and applied again: a part that is there is not run a second time.',
    '## Merge',
    `The whole is written to ${WHOLE} on the volume of the parts. The log has it with decision times, behind the lines that say what was noted; of a very long one the cluster may have thrown the beginning away.`,
    block(
      'kubectl apply -f merge.yaml',
      `kubectl wait ${inside} --for=condition=complete --timeout=1h job/${name}-merge`,
      `kubectl logs ${inside} job/${name}-merge | sed -n '/^{$/,$p' > all.json`,
    ),
    '## Undo',
    'The second command removes the parts too, where their volume is of job.yaml.',
    block(
      `kubectl delete ${inside} --ignore-not-found job/${name} job/${name}-merge`,
      'kubectl delete --ignore-not-found -f job.yaml -f merge.yaml',
    ),
    '',
  ].join('\n\n');
}
