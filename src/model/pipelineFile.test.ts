import { expect, it } from 'vitest';
import type { Pipeline } from './pipeline.ts';
import { widestLimits } from './bounds.ts';
import { parsePipeline } from './parse.ts';
import { pipelineSchema, samplePipeline } from './pipelineFile.ts';
import { presets } from './presets/index.ts';
import { holds } from '../testing/jsonSchema.ts';

const parses = (text: string): boolean => parsePipeline(text, 'p.json', widestLimits).ok;

it('the sample and every preset, written as JSON, are accepted and hold by the schema', () => {
  for (const text of [samplePipeline(), ...presets.map((preset) => JSON.stringify(preset))]) {
    expect(parses(text)).toBe(true);
    expect(holds(JSON.parse(text), pipelineSchema())).toBe(true);
  }
});

const BEYOND =
  /two (stages|variants) are named|cores, and the device|ascending order|as many seconds|pairs of lowest and highest|at most three decimals, not \d+\.\d{4}|a measuredUpTo that is|must come to/;

/** A quarter of a core, with all that a variant may say of itself. */
function fullPipeline(): Pipeline {
  const [stage] = presets[1]!.stages;
  const [variant] = stage!.variants;
  const latency = {
    ...{ batches: [1, 2], seconds: [0.1, 0.15], line: { slope: 0.05, intercept: 0.05 }, measuredUpTo: 2 },
    spread: [
      [0.1, 0.1],
      [0.125, 0.25],
    ] as const,
  };
  return {
    ...presets[1]!,
    stages: [
      {
        ...stage!,
        variants: [
          {
            ...variant!,
            cores: 0.25,
            latency,
            memoryMb: 512.5,
            provenance: {
              source: 'perf_analyzer, 2 files',
              hardware: 'a quarter of a core',
              quantile: 0.99,
              samples: 4096,
              date: '2026-02-28',
              assumed: ['accuracy', 'startupSeconds'],
            },
          },
        ],
      },
    ],
  };
}

it('all that a variant says of itself comes back as it was, and nothing where it says nothing', () => {
  for (const pipeline of [fullPipeline(), ...presets]) {
    const parsed = parsePipeline(JSON.stringify(pipeline), 'p.json', widestLimits);
    expect(parsed).toEqual({ ok: true, value: pipeline });
    if (parsed.ok) expect(JSON.stringify(parsed.value)).toBe(JSON.stringify(pipeline));
  }
});

/** Every place of a value, as a path. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => places(part, [...path, key]))];
}

function changed(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...(value as unknown[])]
    : { ...(value as object) };
  const part = changed((value as Record<string, unknown>)[key], rest, by);
  if (part === undefined && !Array.isArray(copy)) Reflect.deleteProperty(copy, key);
  else (copy as Record<string, unknown>)[key] = part;
  return copy;
}

it('whatever is put anywhere, or taken away, the schema and the parser agree', () => {
  const preset = presets[1]!;
  const values = [
    undefined,
    null,
    0,
    -1,
    0.5,
    1,
    1.5,
    7,
    601,
    1e-9,
    1e308,
    '',
    ' ',
    'x',
    'y'.repeat(81),
    ` ${'z'.repeat(80)} `,
    '😀'.repeat(80),
    '😀'.repeat(81),
    'half \ud800',
    '\ude00\ud83d',
    'a\0b',
    'a\nb',
    '\n around \t',
    'gpj\u202eexe',
    'a\u2066b',
    'a\u0085b',
    'a\ufffe',
    'نمی‌خواهم',
    '👩‍👩‍👧‍👦',
    's'.repeat(4000),
    's'.repeat(4001),
    true,
    0.25,
    0.0625,
    'latency',
    '2026-11-31',
    '2026-13-01',
    [],
    ['latency'],
    [0.2, 0.1],
    [[0.1, 0.2]],
    {},
    { '1': 0.1 },
    { '2': 0.1 },
    { '1': -1 },
    { '01': 1, '1': 1 },
    Array.from({ length: 40 }, () => 1),
  ];
  let refusals = 0;
  let agreed = 0;
  for (const whole of [JSON.parse(samplePipeline()) as unknown, preset, fullPipeline()])
    for (const path of places(whole))
      for (const value of values) {
        if (path.length === 0 && value === undefined) continue;
        const text = JSON.stringify(changed(whole, path, value));
        const ok = parses(text);
        const said = holds(JSON.parse(text), pipelineSchema());
        // Doubles, sizes against the device and what parts of a profile are to each other are beyond a schema.
        if (!ok && BEYOND.test(sentence(text))) continue;
        expect([path.join('.'), value, said]).toEqual([path.join('.'), value, ok]);
        agreed++;
        if (!ok) refusals++;
      }
  expect(agreed).toBeGreaterThan(2000);
  expect(refusals).toBeGreaterThan(1000);
});

function sentence(text: string): string {
  const parsed = parsePipeline(text, 'p.json', widestLimits);
  return parsed.ok ? '' : parsed.message;
}
