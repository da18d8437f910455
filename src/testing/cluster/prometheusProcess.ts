/** A real Prometheus for tests, where the machine has one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lackingForCluster } from './prometheus.mjs';

/** With promtool, which says whether it would take a rule. */
export const hasPrometheus = lackingForCluster().length === 0;

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

export interface PrometheusProcess {
  readonly url: string;
  /** Waits until the newest sample of `selector` is at least as new as `time`, ms since 1970. */
  until(selector: string, time: number): Promise<void>;
  /** Ends it without warning; `start` brings it back at the same address with what it had stored. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Scrapes `target` (host:port) every `interval`; samples keep the time stamps that the source gives them. */
export async function startPrometheus(target: string, interval: string): Promise<PrometheusProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-prometheus-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  await writeFile(
    join(folder, 'prometheus.yml'),
    [
      `global: { scrape_interval: ${interval}, scrape_timeout: ${interval} }`,
      'scrape_configs:',
      `  - job_name: played`,
      '    honor_labels: true',
      '    honor_timestamps: true',
      `    static_configs: [{ targets: ['${target}'] }]`,
      '',
    ].join('\n'),
  );
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${String(port)}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
    for (;;) {
      const ready = await fetch(`${url}/-/ready`).catch(() => undefined);
      if (ready?.ok) return;
      if (child.exitCode !== null) throw new Error(`Prometheus ended with ${String(child.exitCode)}`);
      await sleep(50);
    }
  };
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child!.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url,
    start,
    kill,
    until: async (selector, time) => {
      const query = encodeURIComponent(`timestamp(${selector})`);
      for (;;) {
        const answer = await fetch(`${url}/api/v1/query?query=${query}&time=${(time / 1000).toFixed(3)}`);
        const { data } = (await answer.json()) as {
          readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
        };
        if (data.result.some(({ value }) => Math.round(1000 * Number(value[1])) >= time)) return;
        await sleep(15);
      }
    },
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
