/** The agent's folder of an export: program, settings, image and manifests. */
import { agentManifest, agentSettings, DOCKERFILE } from './agentManifest.ts';
import { manifestText } from '../cluster/manifests.ts';
import type { ClusterPlan } from '../cluster/plan.ts';
import type { ExportFile } from '../file.ts';
import { digestOf } from '../../model/digest.ts';

/** `policy` are the policy's files, bundle.json among them; `program` is the built agent (scripts/agentProgram.mjs). */
export function agentFiles(
  plan: ClusterPlan,
  policy: readonly ExportFile[],
  program: string,
): readonly ExportFile[] {
  const bundle = policy.find(({ name }) => name === 'policy/bundle.json')?.content;
  if (typeof bundle !== 'string') throw new Error('the policy has no bundle.json');
  const settings = agentSettings(plan, digestOf(bundle));
  const manifest = agentManifest(plan, settings);
  return [
    { name: `agent/${manifest.file}`, content: manifestText(manifest), objects: manifest.objects },
    { name: 'agent/settings.json', content: `${JSON.stringify(settings, undefined, 2)}\n`, objects: [] },
    { name: 'agent/Dockerfile', content: DOCKERFILE, objects: [] },
    { name: 'agent/agent.mjs', content: program, objects: [] },
  ];
}
