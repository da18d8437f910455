/** An export put to work: its manifests in an API server, its agent as a process, its metrics in a real Prometheus. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { startAgent, type AgentProcess } from './agentProcess.ts';
import { startApiServer, type ApiServer } from './apiServer.ts';
import type { KubernetesObject } from '../../export/cluster/document.ts';
import type { ClusterPlan } from '../../export/cluster/plan.ts';
import { readYaml } from '../../export/cluster/yaml.ts';
import { exactCores } from '../../model/cores.ts';
import type { Configuration } from '../../model/pipeline.ts';

/** As a service account's is: a head that all have, and 800 characters that nobody else has. */
const TOKEN = `eyJhbGciOiJSUzI1NiJ9.${Array.from({ length: 20 }, (_, k) =>
  createHash('sha256')
    .update(`token ${String(k)}`)
    .digest('base64url'),
).join('.')}`;

/** The objects of a YAML file. */
export async function objectsIn(file: string): Promise<readonly KubernetesObject[]> {
  const read = readYaml(await readFile(file, 'utf8'));
  if (!read.ok) throw new Error(read.message);
  return read.value as readonly KubernetesObject[];
}

/** An API server that holds the export's manifests and grants the agent the rights of the export's own role. */
export async function apiServerFor(
  folder: string,
  pods: () => readonly KubernetesObject[],
  onWrite: (before: KubernetesObject, after: KubernetesObject) => void,
): Promise<ApiServer> {
  const manifests = await readdir(join(folder, 'manifests'));
  const objects = await Promise.all(manifests.map((name) => objectsIn(join(folder, 'manifests', name))));
  const role = (await objectsIn(join(folder, 'agent', 'agent.yaml'))).find(({ kind }) => kind === 'Role')!;
  return startApiServer({
    objects: objects.flat(),
    roles: {
      [TOKEN]: {
        namespace: String(role.metadata['namespace']),
        rules: role['rules'] as never,
      },
    },
    pods,
    onWrite,
  });
}

/** What its image gives Node beside the program. */
function nodeFlags(folder: string): readonly string[] {
  const line = /^ENTRYPOINT (.+)$/m.exec(readFileSync(join(folder, 'agent', 'Dockerfile'), 'utf8'))![1]!;
  const [node, ...words] = JSON.parse(line) as readonly string[];
  if (node !== 'node') throw new Error('the image of the agent runs something else than Node');
  return words.slice(
    0,
    words.findIndex((word) => word.endsWith('agent.mjs')),
  );
}

/** The exported program, unmodified, as its image runs it; `settings` is a file. */
export function agentProcessOf(
  folder: string,
  api: { readonly url: string },
  tokenFile: string,
  settings: string,
  args: readonly string[],
): AgentProcess {
  return startAgent(nodeFlags(folder), join(folder, 'agent', 'agent.mjs'), [
    `--bundle=${join(folder, 'policy')}`,
    `--settings=${settings}`,
    `--api=${api.url}`,
    `--token-file=${tokenFile}`,
    ...args,
  ]);
}

export { TOKEN };

/** Serves what the containers of the cluster would say of themselves. */
export function metricsServer(port: number, text: () => string): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(text());
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

type Fields = Readonly<Record<string, unknown>>;
const field = (value: unknown, ...keys: readonly (string | number)[]): unknown =>
  keys.reduce<unknown>((found, key) => (found as Fields | undefined)?.[key as string], value);

interface Container {
  readonly name: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly resources: { readonly requests: { readonly cpu: string } };
}
const variable = ({ env }: Container, name: string): string => env.find((one) => one.name === name)!.value;

/** One stage as it is ordered. */
export interface OrderedStage {
  readonly variant: string;
  readonly replicas: number;
  readonly batch: number;
  readonly cores: number;
}

/** What the resources in the API server order, read without any of the agent's code. */
export function orderedIn(api: ApiServer, plan: ClusterPlan): readonly OrderedStage[] {
  return plan.stages.map(({ name }, n): OrderedStage => {
    const graph = plan.layout === 'seldon-graph';
    if (plan.layout === 'kserve') {
      const predictor = field(api.read('InferenceService', name), 'spec', 'predictor');
      const [container] = field(predictor, 'containers') as Container[];
      return stageOf(container!, Number(field(predictor, 'minReplicas')), container!);
    }
    const sdep = api.read('SeldonDeployment', graph ? plan.name : name);
    const component = field(sdep, 'spec', 'predictors', 0, 'componentSpecs', graph ? n : 0);
    const [container] = field(component, 'spec', 'containers') as Container[];
    if (graph) return stageOf(container!, Number(field(component, 'replicas')), container!);
    const queue = api.read('SeldonDeployment', `queue-${name}`);
    const [batching] = field(
      queue,
      'spec',
      'predictors',
      0,
      'componentSpecs',
      0,
      'spec',
      'containers',
    ) as Container[];
    return stageOf(container!, Number(field(sdep, 'spec', 'replicas')), batching!);
  });
}

function stageOf(container: Container, replicas: number, batching: Container): OrderedStage {
  return {
    variant: variable(container, 'MODEL_VARIANT'),
    replicas,
    batch: Number(variable(batching, 'MLSERVER_MODEL_MAX_BATCH_SIZE')),
    cores: coresOf(container.resources.requests.cpu),
  };
}

/** "2" or "250m". */
const coresOf = (cpu: string): number => (cpu.endsWith('m') ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu));

/** The same as indices, for the simulator. */
export function configurationIn(api: ApiServer, plan: ClusterPlan): Configuration {
  return orderedIn(api, plan).map(({ variant, replicas, batch }, n) => ({
    variant: plan.stages[n]!.stage.variants.findIndex(({ name }) => name === variant),
    replicas,
    batch,
  }));
}

/** Cores that are ordered in all. */
export function coresIn(api: ApiServer, plan: ClusterPlan): number {
  return exactCores(orderedIn(api, plan).reduce((sum, { replicas, cores }) => sum + replicas * cores, 0));
}

/** The series whose newest sample tells that a second has been scraped whole. */
export function lastSeries(plan: ClusterPlan): string {
  const last = plan.stages.at(-1)!.name;
  return plan.layout === 'kserve'
    ? `batch_request_queue_count{pod="${last}-predictor-0"}`
    : `grpc_server_started_total{container="${plan.layout === 'seldon-graph' ? last : `queue-${last}`}",grpc_method="ServerReady"}`;
}
