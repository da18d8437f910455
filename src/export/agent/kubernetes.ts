/** Requests to the Kubernetes API server, with nothing but fetch. */

/** Answers larger than this are not read. */
const MOST_CHARACTERS = 20_000_000;

export interface ApiRequest {
  readonly method: 'GET' | 'PATCH';
  /** From `/api` or `/apis` on, with its query. */
  readonly path: string;
  readonly contentType?: 'application/json-patch+json' | 'application/merge-patch+json';
  readonly body?: unknown;
}

export type ApiAnswer =
  | { readonly ok: true; readonly body: unknown }
  /** `status` is 0 where the server did not answer at all. */
  | { readonly ok: false; readonly status: number; readonly message: string };

export type AskKubernetes = (request: ApiRequest) => Promise<ApiAnswer>;

/** `token` is asked for at every request: a service account's is renewed while the agent runs. */
export function kubernetesAt(
  url: string,
  token: () => Promise<string>,
  timeoutSeconds: number,
): AskKubernetes {
  return async ({ method, path, contentType, body }) => {
    try {
      const answer = await fetch(`${url.replace(/\/+$/, '')}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${(await token()).trim()}`,
          accept: 'application/json',
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(1000 * timeoutSeconds),
      });
      const text = await answer.text();
      if (text.length > MOST_CHARACTERS) throw new Error('its answer is too long');
      const parsed: unknown = text === '' ? undefined : JSON.parse(text);
      if (answer.ok) return { ok: true, body: parsed };
      const said =
        typeof parsed === 'object' && parsed !== null && 'message' in parsed ? String(parsed.message) : text;
      return { ok: false, status: answer.status, message: said.slice(0, 500) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, status: 0, message: `no answer (${message})` };
    }
  };
}
