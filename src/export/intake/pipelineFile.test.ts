import { expect, it } from 'vitest';
import { pipelineFromFile, type AskedOfPipeline, type ImportedPipeline } from './pipelineFile.ts';
import { defaultLimits } from '../../model/pipeline.ts';
import { samplePipeline } from '../../model/pipelineFile.ts';
import { presets } from '../../model/presets/index.ts';
import { writeYaml } from '../cluster/yaml.ts';

function read(text: string, asked?: AskedOfPipeline): ImportedPipeline {
  const found = pipelineFromFile(text, 'p.json', defaultLimits, asked);
  if (!found.ok) throw new Error(found.message);
  return found.value;
}

const inMilliseconds = JSON.stringify({
  name: 'Mine',
  slaSeconds: 2,
  stages: [{ name: 'a', variants: [{ name: 'v', accuracy: 0.5, cores: 1, latency: { 1: 85, 8: 640 } }] }],
});

it('latencies that look like milliseconds are asked about, and read as either', () => {
  const first = read(inMilliseconds);
  expect(first.pipeline.stages[0]!.variants[0]!.latency.seconds).toEqual([85, 640]);
  expect(first.choices).toMatchObject([{ id: 'latencyUnit', value: ['s'], assumed: true, multiple: false }]);
  expect(first.notes.join()).toMatch(
    /assumed to be seconds.*take 85 s for one request, and the objective is 2 s; if they are milliseconds/,
  );

  const again = read(inMilliseconds, { latencyUnit: 'ms' });
  const { seconds, line } = again.pipeline.stages[0]!.variants[0]!.latency;
  expect(seconds).toEqual([0.085, 0.64]);
  expect(line.slope * 8 + line.intercept).toBeCloseTo(0.64, 9);
  expect(again.choices).toMatchObject([{ value: ['ms'], assumed: false }]);
  expect(again.notes.join()).toMatch(/read as milliseconds, as asked for/);
  expect(read(inMilliseconds, { latencyUnit: 's' }).choices).toMatchObject([
    { value: ['s'], assumed: false },
  ]);
});

it('nothing is asked of the sample and of the measured pipelines', () => {
  for (const text of [samplePipeline(), ...presets.map((preset) => JSON.stringify(preset))])
    expect(read(text)).toMatchObject({ notes: [], choices: [] });
});

it('what the file says was assumed is said', () => {
  const file = JSON.parse(inMilliseconds) as { stages: { variants: object[] }[] };
  Object.assign(file.stages[0]!.variants[0]!, { provenance: { source: 'a guess', assumed: ['accuracy'] } });
  expect(read(JSON.stringify(file)).notes).toContain('Nobody measured the accuracy of a v: assumed.');
});

it('the lab’s own format is read from YAML as from JSON', () => {
  for (const pipeline of presets) {
    const found = pipelineFromFile(writeYaml([pipeline]), 'p.yaml', defaultLimits);
    expect(found).toMatchObject({ ok: true, value: { pipeline, decisions: [] } });
  }
  const refusal = (text: string): string => {
    const found = pipelineFromFile(text, 'p.yaml', defaultLimits);
    return found.ok ? '' : found.message;
  };
  expect(refusal('name: x\nstages: [')).toMatch(/^p\.yaml: The YAML is wrong/);
  expect(refusal('name: x\nstages: []\n---\nname: y\n')).toMatch(/several documents/);
  expect(refusal('name: x\nslaSeconds: .inf\nstages: []\n')).toMatch(/slaSeconds must be a number/);
});

it('a field that a pipeline does not have is left out and said, wherever it stands', () => {
  const noted = (change: (file: Fields) => void): string => {
    const file = JSON.parse(samplePipeline()) as Fields;
    change(file);
    const { notes, pipeline } = read(JSON.stringify(file));
    expect(pipeline).toEqual(read(samplePipeline()).pipeline);
    return notes.join(' | ');
  };
  expect(noted((file) => (file['colour'] = 'red'))).toBe(
    'Left out: colour; a pipeline has no such field there.',
  );
  expect(noted((file) => (file['Source'] = 'x'))).toContain('Left out: Source (did you mean source?)');
  expect(noted((file) => (file.stages[0]!['colour'] = 1))).toContain('Left out: stage 1 "detect": colour;');
  expect(noted((file) => (file.stages[1]!.variants[0]!['core'] = 4))).toContain(
    'Left out: stage 2 "classify", variant 1 "resnet18": core (did you mean cores?);',
  );
  expect(
    noted((file) => {
      file['a'] = 1;
      file.stages[0]!['b'] = 2;
      Object.defineProperty(file, '__proto__', { value: 3, enumerable: true });
    }),
  ).toBe('Left out: a; __proto__; stage 1 "detect": b. A pipeline has no such fields there.');
  const many = noted((file) => {
    for (let n = 0; n < 1000; n++) file[`own-${String(n)}`] = n;
  });
  expect(many).toContain('own-19; and 980 more.');
  expect(noted((file) => (file['$schema'] = 'pipeline.schema.json'))).toBe('');
});

it('a pipeline that is cut off or holds too large a number is refused in words of the file', () => {
  const refusal = (text: string): string => {
    const found = pipelineFromFile(text, 'p.json', defaultLimits);
    return found.ok ? 'accepted' : found.message;
  };
  const sample = samplePipeline();
  for (const share of [0.2, 0.4, 0.6, 0.8, 0.99]) {
    const cut = sample.slice(0, Math.floor(sample.length * share)).trimEnd();
    expect(refusal(cut)).toBe(
      `p.json: expected a pipeline in JSON, and it is cut off: its JSON ends in line ${String(cut.split('\n').length)} before it is complete; copy, save or download the file again.`,
    );
  }
  for (const [from, to, said] of [
    [
      '0.09',
      '1e400',
      'latency at batch 1 must be a number from 0.000001 to 100,000 seconds, not 1e400, which is too large to be a number.',
    ],
    ['0.09', '-1e999', 'not -1e999, which is too large to be a number.'],
    [
      '1.5',
      '1E+400',
      'slaSeconds must be a number from 0.001 to 600 seconds, not 1E+400, which is too large',
    ],
    ['0.457', `9${'0'.repeat(400)}`, `not 9${'0'.repeat(29)}…, which is too large to be a number.`],
    ['"cores": 1', '"cores": 1e309', 'not 1e309, which is too large to be a number.'],
    ['"startupSeconds": 7', '"startupSeconds": 1e310', 'not 1e310, which is too large to be a number.'],
  ] as const) {
    expect(sample).toContain(from);
    const said2 = refusal(sample.replace(from, to));
    expect(said2).toContain(said);
    expect(said2).not.toMatch(/Infinity|greater than/);
  }
  expect(refusal(sample.replace('0.09', '1e400').replace('0.17', '1e500'))).toMatch(
    /not a number that no computer holds\.$/,
  );
});

type Fields = Record<string, unknown> & {
  readonly stages: (Record<string, unknown> & { readonly variants: Record<string, unknown>[] })[];
};
