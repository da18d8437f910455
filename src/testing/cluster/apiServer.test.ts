import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApiServer, type ApiServer } from './apiServer.ts';
import type { KubernetesObject } from '../../export/cluster/document.ts';

const sdep = (name: string): KubernetesObject => ({
  apiVersion: 'machinelearning.seldon.io/v1',
  kind: 'SeldonDeployment',
  metadata: { name, namespace: 'opd', labels: { app: name } },
  spec: {
    replicas: 2,
    predictors: [
      {
        name,
        annotations: { 'seldon.io/no-engine': 'true' },
        graph: { name, type: 'MODEL', children: [] },
        componentSpecs: [
          { spec: { containers: [{ name, image: 'a:1', env: [{ name: 'MODEL_VARIANT', value: 'x' }] }] } },
        ],
      },
    ],
  },
});
const pod = (name: string, app: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'opd', labels: { app } },
});
const FOLDER = '/apis/machinelearning.seldon.io/v1/namespaces/opd/seldondeployments';
const VALUE = '/spec/predictors/0/componentSpecs/0/spec/containers/0/env/0/value';

let api: ApiServer;
let writes: number;
beforeEach(async () => {
  writes = 0;
  const group = ['machinelearning.seldon.io'];
  api = await startApiServer({
    objects: [sdep('yolo'), sdep('resnet')],
    roles: {
      agent: {
        namespace: 'opd',
        rules: [
          {
            apiGroups: group,
            resources: ['seldondeployments'],
            resourceNames: ['yolo'],
            verbs: ['get', 'patch'],
          },
          {
            apiGroups: group,
            resources: ['seldondeployments/scale'],
            resourceNames: ['yolo'],
            verbs: ['get', 'patch'],
          },
          { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
        ],
      },
    },
    pods: () => [pod('a', 'one'), pod('b', 'two'), pod('c', 'three')],
    onWrite: () => writes++,
  });
});
afterEach(() => api.close());

interface Answer {
  readonly status: number;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- whatever the server says
}
async function ask(
  method: string,
  path: string,
  body?: unknown,
  type = 'application/json-patch+json',
  token = 'agent',
): Promise<Answer> {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
const MERGE = 'application/merge-patch+json';
const version = (): unknown => api.read('SeldonDeployment', 'yolo').metadata['resourceVersion'];

describe('the API server’s double', () => {
  it('patches under tests, and moves version and generation', async () => {
    const before = version();
    const steps = [
      { op: 'test', path: '/metadata/resourceVersion', value: before },
      { op: 'replace', path: VALUE, value: 'y' },
    ];
    const { status, body } = await ask('PATCH', `${FOLDER}/yolo?fieldManager=me`, steps);
    expect(status).toBe(200);
    expect(body.metadata).toMatchObject({
      generation: 2,
      managedFields: [{ manager: 'me', operation: 'Update' }],
    });
    expect(version()).not.toBe(before);
    expect(writes).toBe(1);
    expect((await ask('PATCH', `${FOLDER}/yolo`, steps)).status).toBe(422);
    expect(writes).toBe(1);
  });

  it('changes nothing for a dry run, nor for a patch that changes nothing', async () => {
    const before = api.read('SeldonDeployment', 'yolo');
    const { status, body } = await ask('PATCH', `${FOLDER}/yolo?dryRun=All`, [
      { op: 'replace', path: VALUE, value: 'y' },
    ]);
    expect(status).toBe(200);
    expect(body.spec.predictors[0].componentSpecs[0].spec.containers[0].env[0].value).toBe('y');
    expect((await ask('PATCH', `${FOLDER}/yolo`, [{ op: 'replace', path: VALUE, value: 'x' }])).status).toBe(
      200,
    );
    expect(api.read('SeldonDeployment', 'yolo')).toEqual(before);
    expect(writes).toBe(0);
    expect((await ask('PATCH', `${FOLDER}/yolo?dryRun=Some`, [])).status).toBe(400);
  });

  it('scales, with and without the right version', async () => {
    const scale = `${FOLDER}/yolo/scale`;
    expect((await ask('GET', scale)).body).toMatchObject({ kind: 'Scale', spec: { replicas: 2 } });
    expect((await ask('PATCH', scale, { spec: { replicas: 5 } }, MERGE)).body.spec).toEqual({ replicas: 5 });
    expect(api.read('SeldonDeployment', 'yolo')['spec']).toMatchObject({ replicas: 5 });
    expect(
      (await ask('PATCH', scale, { metadata: { resourceVersion: '1' }, spec: { replicas: 6 } }, MERGE))
        .status,
    ).toBe(409);
    expect((await ask('PATCH', scale, { spec: { replicas: -1 } }, MERGE)).status).toBe(422);
    expect((await ask('PATCH', scale, { spec: null }, MERGE)).status).toBe(422);
  });

  it.each([
    ['an unknown field', [{ op: 'add', path: '/spec/replica', value: 1 }], undefined, 400, /unknown field/],
    [
      'what the schema forbids',
      [{ op: 'replace', path: '/spec/replicas', value: 'two' }],
      undefined,
      422,
      /must be of type integer/,
    ],
    [
      'what the webhook forbids',
      [{ op: 'replace', path: '/spec/predictors/0/graph/type', value: 'MODLE' }],
      undefined,
      422,
      /MODLE/,
    ],
    ['another name', [{ op: 'replace', path: '/metadata/name', value: 'x' }], undefined, 422, /immutable/],
    ['a strategic merge', {}, 'application/strategic-merge-patch+json', 415, /unknown format/],
    [
      'an object without metadata',
      [{ op: 'replace', path: '/metadata', value: null }],
      undefined,
      400,
      /no metadata/,
    ],
    ['a stale merge', { metadata: { resourceVersion: '1' } }, MERGE, 409, /has been modified/],
  ])('refuses %s', async (_, body, type, status, message) => {
    const before = api.read('SeldonDeployment', 'yolo');
    const answer = await ask('PATCH', `${FOLDER}/yolo?fieldValidation=Strict`, body, type);
    expect(answer).toMatchObject({
      status,
      body: { kind: 'Status', message: expect.stringMatching(message) as string },
    });
    expect(api.read('SeldonDeployment', 'yolo')).toEqual(before);
  });

  it.each([
    ['GET', `${FOLDER}/resnet`, 'agent', 403],
    ['GET', FOLDER, 'agent', 403],
    ['PUT', `${FOLDER}/yolo`, 'agent', 403],
    ['DELETE', `${FOLDER}/yolo`, 'agent', 405],
    ['GET', `${FOLDER}/yolo`, 'nobody', 401],
    ['GET', `${FOLDER.replace('opd', 'other')}/yolo`, 'agent', 403],
    ['GET', '/api/v1/namespaces/opd/pods/a', 'agent', 403],
    ['GET', '/api/v1/nodes', 'agent', 404],
    ['GET', `${FOLDER}/yolo`, 'agent', 200],
  ])('%s %s as %s is %s', async (method, path, token, status) => {
    expect((await ask(method, path, undefined, undefined, token)).status).toBe(status);
  });

  it('lists pods by label', async () => {
    const names = async (selector: string): Promise<readonly string[]> => {
      const path = `/api/v1/namespaces/opd/pods?labelSelector=${encodeURIComponent(selector)}`;
      const { items } = (await ask('GET', path)).body as { readonly items: readonly KubernetesObject[] };
      return items.map(({ metadata }) => metadata.name);
    };
    expect(await names('app=one')).toEqual(['a']);
    expect(await names('app in (one, three)')).toEqual(['a', 'c']);
    expect((await ask('GET', '/api/v1/namespaces/opd/pods?labelSelector=!app')).status).toBe(400);
  });

  it('lets another writer be quicker, fails, loses answers, and goes down and up at one address', async () => {
    const guarded = (): unknown => [
      { op: 'test', path: '/metadata/resourceVersion', value: version() },
      { op: 'replace', path: '/spec/replicas', value: 4 },
    ];
    api.conflictNext(1);
    expect((await ask('PATCH', `${FOLDER}/yolo`, guarded())).status).toBe(422);
    api.failNext(1);
    expect((await ask('GET', `${FOLDER}/yolo`)).status).toBe(503);
    api.loseNext(1);
    await expect(ask('PATCH', `${FOLDER}/yolo`, guarded())).rejects.toThrow();
    expect(api.read('SeldonDeployment', 'yolo')['spec']).toMatchObject({ replicas: 4 });
    const { url } = api;
    await api.down();
    await expect(ask('GET', `${FOLDER}/yolo`)).rejects.toThrow();
    await api.up();
    expect(api.url).toBe(url);
    expect((await ask('GET', `${FOLDER}/yolo`)).status).toBe(200);
  });

  it('loses no edit that comes while a write is checked', async () => {
    for (let k = 0; k < 20; k++) {
      const writing = ask('PATCH', `${FOLDER}/yolo`, [
        { op: 'replace', path: VALUE, value: `v${String(k)}` },
      ]);
      await new Promise((resolve) => setImmediate(resolve));
      api.edit(
        'SeldonDeployment',
        'yolo',
        ({ metadata }) => ((metadata as { labels: Record<string, string> }).labels['edit'] = String(k)),
      );
      await writing;
      expect(api.read('SeldonDeployment', 'yolo').metadata['labels']).toMatchObject({ edit: String(k) });
    }
  });
});

it('tells at its end what a test got wrong on a write', async () => {
  const wrong = await startApiServer({
    objects: [sdep('yolo')],
    roles: { all: { namespace: 'opd', rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] } },
    pods: () => [],
    onWrite: () => {
      throw new Error('too many cores');
    },
  });
  const answer = await fetch(`${wrong.url}${FOLDER}/yolo/scale`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer all', 'content-type': MERGE },
    body: JSON.stringify({ spec: { replicas: 7 } }),
  });
  expect(answer.status).toBe(500);
  await expect(wrong.close()).rejects.toThrow('too many cores');
});
