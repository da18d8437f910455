/**
 * A Kubernetes API server's double on the loopback, for custom resources: stores them, checks every write by their schemas
 * and Seldon's rules, and keeps resource versions, JSON Patch, merge patch, `/scale`, dry runs and RBAC as the real one does.
 * HTTP only. Unknown fields are refused with and without `fieldValidation=Strict`; the real one prunes them without.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { equal } from './patch.ts';
import { isGranted, type PolicyRule } from './rbac.ts';
import { changedBy, keeping, Refusal, scaled, scaleOf, type Mutable } from './writes.ts';
import type { KubernetesObject } from '../../export/cluster/document.ts';
import { validate } from '../../export/cluster/validate/validate.ts';

export interface ApiServerOptions {
  /** What is stored at the start. */
  readonly objects: readonly KubernetesObject[];
  /** What the bearer of a token may do, and where. */
  readonly roles: Readonly<
    Record<string, { readonly namespace: string; readonly rules: readonly PolicyRule[] }>
  >;
  /** Pods now. */
  readonly pods: () => readonly KubernetesObject[];
  /** Called after every write that was stored. */
  readonly onWrite?: (before: KubernetesObject, after: KubernetesObject) => void;
}

export interface ApiServerRequest {
  readonly method: string;
  readonly path: string;
  readonly dryRun: boolean;
  readonly status: number;
}

export interface ApiServer {
  readonly url: string;
  /** The stored object as GET returns it; throws where there is none. */
  read(kind: string, name: string): KubernetesObject;
  /** Changes an object as another user's kubectl edit would. */
  edit(kind: string, name: string, change: (object: Record<string, unknown>) => void): void;
  readonly requests: readonly ApiServerRequest[];
  /** Stops listening and cuts all connections; `up` listens on the same port again. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Another writer is quicker than the next `n` writes. */
  conflictNext(n: number): void;
  /** Milliseconds before each answer, or before each write that is no dry run. */
  delay(ms: number, which?: 'all' | 'writes'): void;
  /** The next `n` writes are carried out, and their answers are lost. */
  loseNext(n: number): void;
  /** The next `n` requests fail. */
  failNext(n: number, status?: number): void;
  close(): Promise<void>;
}

const PLURALS: Readonly<Record<string, string>> = {
  SeldonDeployment: 'seldondeployments',
  InferenceService: 'inferenceservices',
  InferenceGraph: 'inferencegraphs',
};
const MOST_BYTES = 3 * 2 ** 20;
const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  503: 'ServiceUnavailable',
};

const key = (kind: string, name: string): string => `${kind}/${name}`;

class Double implements ApiServer {
  readonly requests: ApiServerRequest[] = [];
  url = '';
  readonly #options: ApiServerOptions;
  readonly #objects = new Map<string, Mutable>();
  #server: Server | undefined;
  #port = 0;
  #version = 1000;
  #conflicts = 0;
  #lost = 0;
  /** What went wrong here, to be told at the end. */
  readonly #bugs: unknown[] = [];
  #failures = { count: 0, status: 503 };
  #delay = { ms: 0, which: 'all' as 'all' | 'writes' };
  /** One write at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ApiServerOptions) {
    this.#options = options;
    for (const object of options.objects) {
      const stored = structuredClone(object) as unknown as Mutable;
      Object.assign(stored.metadata, {
        uid: `00000000-0000-4000-8000-${String(this.#version).padStart(12, '0')}`,
        resourceVersion: this.#next(),
        generation: 1,
        creationTimestamp: new Date().toISOString(),
      });
      this.#objects.set(key(object.kind, object.metadata.name), stored);
    }
  }

  read(kind: string, name: string): KubernetesObject {
    return structuredClone(this.#stored(kind, name)) as unknown as KubernetesObject;
  }

  edit(kind: string, name: string, change: (object: Record<string, unknown>) => void): void {
    const object = structuredClone(this.#stored(kind, name));
    change(object);
    this.#store(kind, name, object, 'kubectl-edit', undefined);
  }

  conflictNext(n: number): void {
    this.#conflicts = n;
  }

  delay(ms: number, which: 'all' | 'writes' = 'all'): void {
    this.#delay = { ms, which };
  }

  loseNext(n: number): void {
    this.#lost = n;
  }

  failNext(n: number, status = 503): void {
    this.#failures = { count: n, status };
  }

  async up(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    this.#port = address.port;
    this.url = `http://127.0.0.1:${String(address.port)}`;
    this.#server = server;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const gone = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await gone;
  }

  async close(): Promise<void> {
    await this.down();
    if (this.#bugs.length > 0) throw this.#bugs[0];
  }

  #next(): string {
    return String(++this.#version);
  }

  #stored(kind: string, name: string): Mutable {
    const found = this.#objects.get(key(kind, name));
    if (!found) throw new Error(`there is no ${kind} ${name}`);
    return found;
  }

  #store(
    kind: string,
    name: string,
    object: Mutable,
    manager: string,
    subresource: string | undefined,
  ): void {
    const before = this.#stored(kind, name);
    if (equal(before, object)) return;
    const specChanged = !equal(before['spec'], object['spec']);
    const fields = (before.metadata['managedFields'] ?? []) as readonly {
      readonly manager: string;
      readonly subresource?: string;
    }[];
    Object.assign(object.metadata, {
      resourceVersion: this.#next(),
      generation: Number(before.metadata['generation']) + (specChanged ? 1 : 0),
      managedFields: [
        ...fields.filter((one) => one.manager !== manager || one.subresource !== subresource),
        {
          manager,
          operation: 'Update',
          apiVersion: object['apiVersion'],
          time: new Date().toISOString(),
          ...(subresource === undefined ? {} : { subresource }),
        },
      ],
    });
    this.#objects.set(key(kind, name), object);
    this.#options.onWrite?.(
      structuredClone(before) as unknown as KubernetesObject,
      structuredClone(object) as unknown as KubernetesObject,
    );
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const dryRun = url.searchParams.has('dryRun');
    const method = request.method ?? 'GET';
    let status = 200;
    let body: unknown;
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { ms, which } = this.#delay;
      if (which === 'all' && ms > 0) await sleep(ms);
      if (this.#failures.count > 0) {
        this.#failures.count--;
        throw new Refusal(this.#failures.status, 'the server is currently unable to handle the request');
      }
      const handle = (): Promise<unknown> =>
        this.#handle(request, method, url, Buffer.concat(chunks), dryRun);
      const turn = method === 'GET' ? handle() : this.#turn.then(handle);
      if (method !== 'GET') this.#turn = turn.catch(() => undefined);
      body = await turn;
    } catch (error) {
      if (!(error instanceof Refusal)) {
        // The client went away in the middle; or this double, or what a test does on a write, is wrong.
        if (response.destroyed) return;
        this.#bugs.push(error);
        response.statusCode = 500;
        response.end();
        return;
      }
      ({ status } = error);
      body = {
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        message: error.message,
        reason: REASONS[status] ?? 'InternalError',
        code: status,
      };
    }
    if (this.#lost > 0 && method === 'PATCH' && !dryRun) {
      this.#lost--;
      response.destroy();
      return;
    }
    this.requests.push({ method, path: `${url.pathname}${url.search}`, dryRun, status });
    response.statusCode = status;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  }

  async #handle(
    request: IncomingMessage,
    method: string,
    url: URL,
    sent: Buffer,
    dryRun: boolean,
  ): Promise<unknown> {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const role =
      token !== undefined && Object.hasOwn(this.#options.roles, token)
        ? this.#options.roles[token]
        : undefined;
    if (!role) throw new Refusal(401, 'Unauthorized');
    const match =
      /^\/(?:api\/(?<core>v1)|apis\/(?<group>[^/]+)\/(?<version>[^/]+))\/namespaces\/(?<namespace>[^/]+)\/(?<plural>[^/]+)(?:\/(?<name>[^/]+)(?:\/(?<sub>scale|status))?)?$/.exec(
        url.pathname,
      );
    const { core, group = '', version = '', namespace = '', plural = '', name, sub } = match?.groups ?? {};
    if (!match) throw new Refusal(404, 'the server could not find the requested resource');
    const verb = { GET: name === undefined ? 'list' : 'get', PATCH: 'patch', PUT: 'update' }[method];
    if (verb === undefined)
      throw new Refusal(405, 'the server does not allow this method on the requested resource');
    const resource = sub === undefined ? plural : `${plural}/${sub}`;
    if (namespace !== role.namespace || !isGranted(role.rules, { verb, group, resource, name }))
      throw new Refusal(
        403,
        `${plural}.${group} "${name ?? ''}" is forbidden: User cannot ${verb} resource "${resource}" in API group "${group}" in the namespace "${namespace}"`,
      );
    const modes = url.searchParams.getAll('dryRun');
    if (modes.some((mode) => mode !== 'All'))
      throw new Refusal(400, `dryRun: Unsupported value: "${modes.join()}": supported values: "All"`);
    if (core !== undefined) {
      if (plural !== 'pods' || name !== undefined)
        throw new Refusal(404, 'the server could not find the requested resource');
      return this.#pods(namespace, url.searchParams.get('labelSelector') ?? '');
    }
    const kind = Object.entries(PLURALS).find(([, one]) => one === plural)?.[0];
    const apiVersion = `${group}/${version}`;
    if (kind === undefined) throw new Refusal(404, 'the server could not find the requested resource');
    if (name === undefined) {
      const items = [...this.#objects.values()].filter(
        (one) =>
          one['kind'] === kind && one['apiVersion'] === apiVersion && one.metadata['namespace'] === namespace,
      );
      return { kind: `${kind}List`, apiVersion, metadata: { resourceVersion: String(this.#version) }, items };
    }
    const stored = this.#objects.get(key(kind, name));
    if (!stored || stored['apiVersion'] !== apiVersion || stored.metadata['namespace'] !== namespace)
      throw new Refusal(404, `${plural}.${group} "${name}" not found`);
    if (sub !== undefined && (sub !== 'scale' || kind !== 'SeldonDeployment'))
      throw new Refusal(404, 'the server could not find the requested resource');
    const shown = sub === 'scale' ? scaleOf(stored) : structuredClone(stored);
    if (method === 'GET') return shown;
    if (sent.length > MOST_BYTES) throw new Refusal(413, 'Request entity too large: limit is 3145728');

    const { ms, which } = this.#delay;
    if (which === 'writes' && ms > 0 && !dryRun) await sleep(ms);
    if (this.#conflicts > 0 && !dryRun) {
      this.#conflicts--;
      this.edit(kind, name, ({ metadata }) => {
        const labels = ((metadata as Record<string, unknown>)['labels'] ??= {}) as Record<string, string>;
        labels['touched'] = String(this.#version);
      });
    }
    const present = this.#stored(kind, name);
    const changed = changedBy(
      request.headers['content-type'],
      method,
      sub === 'scale' ? scaleOf(present) : present,
      sent,
    );
    const { resourceVersion } = changed.metadata;
    if (resourceVersion !== undefined && resourceVersion !== present.metadata['resourceVersion'])
      throw new Refusal(
        409,
        `Operation cannot be fulfilled on ${plural}.${group} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
      );
    const next = sub === 'scale' ? scaled(present, changed) : keeping(present, changed);
    const complaints = await validate(next);
    const unknown = complaints.find((one) => one.includes('is no field that is known there'));
    if (unknown !== undefined) throw new Refusal(400, `strict decoding error: unknown field: ${unknown}`);
    if (complaints.length > 0)
      throw new Refusal(422, `${kind}.${group} "${name}" is invalid: ${complaints.join(' ')}`);
    if (dryRun) return sub === 'scale' ? scaleOf(next) : next;
    if (this.#stored(kind, name) !== present)
      throw new Refusal(
        409,
        `Operation cannot be fulfilled on ${plural}.${group} "${name}": it was changed meanwhile`,
      );
    this.#store(kind, name, next, url.searchParams.get('fieldManager') ?? 'unknown', sub);
    const after = this.#stored(kind, name);
    return sub === 'scale' ? scaleOf(after) : structuredClone(after);
  }

  #pods(namespace: string, selector: string): unknown {
    const wanted = selector.match(/[^,(]+ in \([^)]*\)|[^,]+/g) ?? [];
    const items = this.#options.pods().filter(({ metadata }) => {
      const labels = (metadata['labels'] ?? {}) as Readonly<Record<string, string>>;
      return (
        metadata['namespace'] === namespace &&
        wanted.every((part) => {
          const among = /^(.+) in \((.*)\)$/.exec(part);
          if (among) return among[2]!.split(/, */).includes(labels[among[1]!] ?? '');
          const one = /^([\w./-]+)==?([\w.-]*)$/.exec(part);
          if (!one) throw new Refusal(400, `this double knows no label selector like "${part}"`);
          return labels[one[1]!] === one[2];
        })
      );
    });
    return { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: String(this.#version) }, items };
  }
}

/** Listens on a free port. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const double = new Double(options);
  await double.up();
  return double;
}
