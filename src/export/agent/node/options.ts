/** The agent's command line. */
import { parseArgs } from 'node:util';
import { accepted, refused, type Result } from '../../../model/result.ts';

export const USAGE = `node agent.mjs --bundle <folder> --settings <file> [options]

  --mode dry-run|live   in place of the mode in the settings
  --at <time>           one decision as of that time (ISO 8601), then the end;
                        "-" reads a time a line from standard input
  --check               the bundle and the settings are tested, and nothing is asked
  --api <url>           the API server; inside a cluster it is found
  --token-file <file>   token of the service account
  --port <number>       of /metrics and /healthz (9090); 0 for none`;

export interface Options {
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

export function optionsOf(args: readonly string[]): Result<Options> {
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
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return refused(`--port is a number up to 65535, not "${values.port}".`);
  return accepted({ bundle, settings, mode, at, check, api, tokenFile: values['token-file'], port });
}
