import { expect, it } from 'vitest';
import { lines, refusal, taken } from '../../testing/intake.ts';

const HPA =
  'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  maxReplicas: 5\n';

it.each([
  [
    'hpa.yaml',
    HPA,
    /holds Kubernetes objects \(HorizontalPodAutoscaler\) and no load; .*autoscalers and pipelines are imported in their own places/,
  ],
  ['hpa.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [] }), /Kubernetes objects \(List\)/],
  [
    'mine.json',
    JSON.stringify({ name: 'mine', stages: [{ name: 'a' }] }),
    /it describes a pipeline and no load/,
  ],
  ['mine.yaml', 'name: mine\nstages:\n  - name: a\n', /it describes a pipeline and no load/],
  [
    'notes.txt',
    'Dear all, this is what we talked about.\nThe service was slow, and nobody knew why.\nPlease have a look at it.\n',
    /it is a text of words, beginning "Dear all, .*, and no load; a load was expected: a CSV of times and requests per second/,
  ],
])('%s is no load, and it is said what it is and what was expected', (name, text, sentence) => {
  expect(refusal(text, name)).toMatch(sentence);
});

it('words in headers, comments and labels are no prose', () => {
  const body = lines(150, (i) => `${String(i)},5`);
  expect(taken(`time in seconds,rps of all our services\n${body}`).report.requests).toBe(750);
  expect(taken(`# a load that we measured last week\n# with all of its users\n${body}`).report.requests).toBe(
    750,
  );
});

it('of a month at steps of a minute it is said how much can be taken', () => {
  const T = 1_700_006_400;
  const month = (text: (i: number) => string): string => `time,rps\n${lines(43_200, text)}`;
  const message = refusal(month((i) => `${String(T + 60 * i)},5`));
  expect(message).toMatch(
    /at most 2,000,000 seconds, so cut it to its first or last 23 days \(up to 2023-12-08T00:00:00.000Z, or from 2023-11-2\dT/,
  );
  expect(taken(`time,rps\n${lines(23 * 1440, (i) => `${String(T + 60 * i)},5`)}`).report.seconds).toBe(
    23 * 86_400,
  );
  // One time that is wrong is no long file.
  expect(refusal(`time,rps\n${lines(300, (i) => `${String(i === 299 ? 2 * T : T + 60 * i)},5`)}`)).toMatch(
    /so cut the file, mend the time/,
  );
});
