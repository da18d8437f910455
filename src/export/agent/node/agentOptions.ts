/** The agent's command line. */
import { parseArgs } from 'node:util';
import { isAddress } from '../settings.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

export const USAGE = `node agent.mjs --bundle <folder> --settings <file> [options]

  --mode dry-run|live   in place of the mode in the settings
  --at <time>           one decision as of that time (ISO 8601), then the end;
                        "-" reads a time a line from standard input
  --check               the bundle and the settings are tested, and nothing is asked
  --api <url>           the API server; inside a cluster it is found
  --token-file <file>   token of the service account
  --port <number>       of /metrics and /healthz (9090); 0 for none`;

export interface AgentOptions {
  readonly bundle: string;
  readonly settings: string;
  readonly mode: 'dry-run' | 'live' | undefined;
  readonly at: string | undefined;
  readonly check: boolean;
  readonly api: string | undefined;
  readonly tokenFile: string;
  readonly port: number;
}

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

export function optionsOf(args: readonly string[]): Result<AgentOptions> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        bundle: { type: 'string' },
        settings: { type: 'string' },
        mode: { type: 'string' },
        at: { type: 'string' },
        check: { type: 'boolean', default: false },
        api: { type: 'string' },
        'token-file': { type: 'string', default: TOKEN },
        port: { type: 'string', default: '9090' },
      },
    }));
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
  const { bundle, settings, mode, at, check, api } = values;
  const port = Number(values.port);
  if (bundle === undefined || settings === undefined) return refused('--bundle and --settings are needed.');
  if (mode !== undefined && mode !== 'dry-run' && mode !== 'live')
    return refused(`--mode is dry-run or live, not "${mode}".`);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535)
    return refused(`--port is a number up to 65535, not "${values.port}".`);
  return accepted({ bundle, settings, mode, at, check, api, tokenFile: values['token-file'], port });
}

/**
 * The API server's address: `api` of the command line, else what Kubernetes writes into the environment of every pod.
 * A refusal shows nothing of an address of the command line, which may hold a password.
 */
export function apiOf(
  api: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Result<string> {
  if (api !== undefined)
    return isAddress(api)
      ? accepted(api)
      : refused('--api is no address like https://10.0.0.1:443, without a user and a password.');
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = environment;
  if (host === undefined) return refused('No API server: --api is missing, and this is no pod of a cluster.');
  const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return /^[\w.:-]+$/.test(host) && /^\d{1,5}$/.test(port) && isAddress(url)
    ? accepted(url)
    : refused(
        `No API server: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are ${JSON.stringify(host)} and ${JSON.stringify(port)}, which are no host and no port; --api says where it is.`,
      );
}
