/** The agent's folder of an export: program, settings, image and manifests. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { agentManifest, agentSettings, DOCKERFILE } from '../cluster/agent.ts';
import { textOf } from '../cluster/manifests.ts';
import type { ClusterPlan } from '../cluster/plan.ts';
import type { ExportFile } from '../file.ts';

/** `bundle` is the text of the policy's bundle.json, `program` the built agent (scripts/agentProgram.mjs). */
export function agentFiles(plan: ClusterPlan, bundle: string, program: string): readonly ExportFile[] {
  const settings = agentSettings(plan, bytesToHex(sha256(utf8ToBytes(bundle))));
  const manifest = agentManifest(plan, settings);
  return [
    { name: `agent/${manifest.file}`, content: textOf(manifest), objects: manifest.objects },
    { name: 'agent/settings.json', content: `${JSON.stringify(settings, undefined, 2)}\n`, objects: [] },
    { name: 'agent/Dockerfile', content: DOCKERFILE, objects: [] },
    { name: 'agent/agent.mjs', content: program, objects: [] },
  ];
}
