/** Requests to the Kubernetes API server. */
import { PODS, RESOURCE, WORDS } from './bounds.ts';
import { jsonWithin } from './json.ts';
import { at } from './resources.ts';
import type { Secrets } from './secrets.ts';
import { isGood, isRedirect, redirected, type Reply, type Transport } from './transport.ts';
import type { Result } from '../../model/result.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'PATCH';
  /** From `/api` or `/apis` on, with its query. */
  readonly path: string;
  readonly contentType?: 'application/json-patch+json' | 'application/merge-patch+json';
  readonly body?: unknown;
}

export type ApiAnswer =
  | { readonly ok: true; readonly body: unknown }
  /**
   * `status` as the server said it; 0 where no answer came. From 200 to 299 the request may have been carried out, and what
   * the server said of it could not be read.
   */
  | { readonly ok: false; readonly status: number; readonly message: string };

export type AskKubernetes = (request: ApiRequest) => Promise<ApiAnswer>;

export interface KubernetesOptions {
  readonly url: string;
  /** Asked for at every request: a service account's token is renewed while the agent runs. */
  readonly token: () => Promise<Result<string>>;
  /** Of one request. */
  readonly seconds: number;
  readonly ask: Transport;
  readonly secrets: Secrets;
}

/** Where a token is to be sent is settled here once: to `url`, and nowhere else whatever it answers. */
export function kubernetesAt({ url, token, seconds, ask, secrets }: KubernetesOptions): AskKubernetes {
  const base = url.replace(/\/+$/, '');
  const { host } = new URL(base);
  return async ({ method, path, contentType, body }) => {
    const no = (status: number, message: string): ApiAnswer => ({ ok: false, status, message });
    const bearer = await token();
    if (!bearer.ok) return no(0, `no answer (${bearer.message})`);
    const { bytes, values } = path.split('?', 1)[0]!.endsWith('/pods') ? PODS : RESOURCE;
    const reply = await ask({
      method,
      url: new URL(`${base}${path}`),
      headers: {
        authorization: `Bearer ${bearer.value}`,
        accept: 'application/json',
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      bytes,
      seconds,
    });
    const { status, fault } = reply;
    if (status === 0) return no(0, `no answer (${secrets.text(fault ?? 'none came', WORDS)})`);
    if (isRedirect(reply)) return no(status, secrets.text(redirected(host, reply), 2 * WORDS));
    if (!isGood(reply)) return no(status, secrets.text(said(reply), WORDS));
    const parsed = fault === undefined ? jsonWithin(reply.bytes, values) : undefined;
    return parsed?.ok
      ? { ok: true, body: parsed.value }
      : no(status, `an answer that cannot be used: ${secrets.text(parsed?.message ?? fault!, WORDS)}`);
  };
}

/** What an API server says to a no: the message of its Status, or its plain words. */
function said({ bytes, fault }: Reply): string {
  if (fault !== undefined) return `its words did not arrive: ${fault}`;
  const parsed = jsonWithin(bytes, RESOURCE.values);
  const message = parsed.ok ? at(parsed.value, '/message') : undefined;
  const words = typeof message === 'string' ? message : new TextDecoder().decode(bytes).trim();
  return words === '' ? 'without a word' : words;
}
