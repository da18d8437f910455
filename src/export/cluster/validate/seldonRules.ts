/**
 * What Seldon Core's admission webhook refuses though the schema allows it, and enumerations that live in its code
 * (seldon-core v1.17.1, operator/apis/machinelearning.seldon.io/v1/seldondeployment_webhook.go).
 */
import { isRecord } from './values.ts';

type Fields = Readonly<Record<string, unknown>>;

const IMPLEMENTATIONS = [
  'SKLEARN_SERVER',
  'XGBOOST_SERVER',
  'MLFLOW_SERVER',
  'HUGGINGFACE_SERVER',
  'TEMPO_SERVER',
  'TRITON_SERVER',
  'TENSORFLOW_SERVER',
];
const NODE_TYPES = ['UNKNOWN_TYPE', 'ROUTER', 'COMBINER', 'MODEL', 'TRANSFORMER', 'OUTPUT_TRANSFORMER'];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  protocol: ['seldon', 'tensorflow', 'kfserving', 'v2'],
  transport: ['rest', 'grpc'],
  serverType: ['rpc', 'kafka'],
};
/** Set by hand they make the operator drop every variable of the container. */
const FORBIDDEN = /^(MLSERVER_(HTTP|GRPC)_PORT|PREDICTIVE_UNIT_.*PORT)$/;

const fieldsOf = (value: unknown): Fields => (isRecord(value) ? value : {});
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function nodesOf(node: Fields): readonly Fields[] {
  return [node, ...listOf(node['children']).flatMap(nodesOf)];
}

const containersOf = (predictor: Fields): readonly Fields[] =>
  listOf(predictor['componentSpecs']).flatMap((spec) => listOf(fieldsOf(spec['spec'])['containers']));

function oneOf(value: unknown, allowed: readonly string[], what: string): readonly string[] {
  if (value === undefined || value === '' || allowed.includes(textOf(value))) return [];
  return [`${what} must be one of ${allowed.join(', ')}, not ${JSON.stringify(value)}.`];
}

function predictorComplaints(predictor: Fields): readonly string[] {
  const name = textOf(predictor['name']);
  const nodes = nodesOf(fieldsOf(predictor['graph']));
  const containers = containersOf(predictor);
  const names = containers.map((container) => textOf(container['name']));
  const annotations = fieldsOf(predictor['annotations']);
  const found: string[] = [];
  for (const node of nodes) {
    const own = textOf(node['name']);
    found.push(...oneOf(node['type'], NODE_TYPES, `The type of the node "${own}"`));
    found.push(...oneOf(node['implementation'], IMPLEMENTATIONS, `The implementation of the node "${own}"`));
    const packed = textOf(node['implementation']);
    if (packed === '' && !names.includes(own))
      found.push(`The node "${own}" of "${name}" has no container of its name.`);
    if (packed !== '' && packed !== 'HUGGINGFACE_SERVER' && textOf(node['modelUri']) === '')
      found.push(`The node "${own}" runs ${packed} and needs a modelUri.`);
    const logger = node['logger'];
    if (logger !== undefined && textOf(fieldsOf(logger)['mode']) === '')
      found.push(`The logger of the node "${own}" needs a mode.`);
  }
  const types = new Set(
    nodes.map((node) => textOf(fieldsOf(node['endpoint'])['type'])).filter((t) => t !== ''),
  );
  if (types.size > 1) found.push(`The endpoints of "${name}" mix REST and gRPC.`);
  if (annotations['seldon.io/no-engine'] === 'true' && nodes.length > 1)
    found.push(
      `"${name}" has no engine and ${String(nodes.length)} nodes; without an engine there may be one.`,
    );
  const twice = names.find((one, i) => names.indexOf(one) !== i);
  if (twice !== undefined) found.push(`"${name}" has two containers called "${twice}".`);
  for (const container of containers)
    for (const variable of listOf(container['env']))
      if (FORBIDDEN.test(textOf(variable['name'])))
        found.push(
          `The container "${textOf(container['name'])}" sets ${textOf(variable['name'])}: Seldon would then drop all its variables.`,
        );
  return found;
}

function trafficComplaints(predictors: readonly Fields[]): readonly string[] {
  const shadows = predictors.filter((predictor) => predictor['shadow'] === true);
  const live = predictors.filter((predictor) => predictor['shadow'] !== true);
  const traffic = live.reduce((sum, predictor) => sum + Number(predictor['traffic'] ?? 0), 0);
  const found: string[] = [];
  if (shadows.length > 1) found.push('There is more than one shadow.');
  if (shadows.length > 0 && live.length === 0) found.push('A shadow cannot stand alone.');
  if (live.length > 1 && traffic !== 100)
    found.push(`The traffic of the predictors adds up to ${String(traffic)}, not to 100.`);
  if (live.length === 1 && traffic !== 0 && traffic !== 100)
    found.push(`A single predictor must have all of the traffic, not ${String(traffic)}.`);
  return found;
}

/** Complaints about a SeldonDeployment; empty where the webhook would let it pass. */
export function seldonComplaints(object: Fields): readonly string[] {
  const spec = fieldsOf(object['spec']);
  const predictors = listOf(spec['predictors']);
  const names = predictors.map((predictor) => textOf(predictor['name']));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  const services = predictors
    .map((predictor) => textOf(fieldsOf(predictor['annotations'])['seldon.io/svc-name']))
    .filter((name) => name !== '');
  return [
    ...Object.entries(CHOICES).flatMap(([field, allowed]) => oneOf(spec[field], allowed, `spec.${field}`)),
    ...(twice === undefined ? [] : [`Two predictors are called "${twice}".`]),
    ...(new Set(services).size < services.length
      ? ['Two predictors ask for the same seldon.io/svc-name.']
      : []),
    ...trafficComplaints(predictors),
    ...predictors.flatMap(predictorComplaints),
  ];
}
