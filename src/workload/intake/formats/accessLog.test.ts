import { expect, it } from 'vitest';
import { lines, taken } from '../../../testing/intake.ts';

const line = (i: number, path: string, agent: string): string =>
  `10.0.0.1 - - [14/Nov/2023:22:1${String(Math.floor(i / 60))}:${String(i % 60).padStart(2, '0')} +0000] "GET ${path} HTTP/1.1" 200 5 "-" "${agent}"`;

it('every line of an access log counts, and it is said how many are probes', () => {
  const paths = ['/', '/healthz', '/metrics?x=1', '/healthy-food'];
  const text = lines(200, (i) => line(i, paths[i % 4]!, i % 4 === 0 ? 'kube-probe/1.29' : 'curl'));
  const { report, notes } = taken(text, 'access.log');
  expect(report.requests).toBe(200);
  expect(notes.join(' ')).toContain(
    'Every line counts as a request, whatever its path or status; 150 of 200 are probes of health or metrics, which count too',
  );
  const none = taken(
    lines(200, (i) => line(i, '/a', 'curl')),
    'access.log',
  ).notes.join(' ');
  expect(none).toContain('whatever its path or status.');
});
