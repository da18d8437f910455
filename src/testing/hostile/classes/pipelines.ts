/** Pipelines in the lab's own JSON: numbers without sense above all. What is taken replays to finite figures. */
import { hostile, refusal } from '../class.ts';
import { replayPipeline } from '../use.ts';
import { hostileNumber, jsonText, pick, spoiled } from '../values.ts';
import { pipelineFromFile } from '../../../export/intake/pipelineFile.ts';
import { widestLimits } from '../../../model/bounds.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { samplePipeline } from '../../../model/pipelineFile.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Random } from '../../../model/random.ts';
import { mutate } from '../../mutate.ts';

type Loose = { stages: { variants: { latency: unknown }[] }[] };

/** A profile whose parts each may be without sense. */
function profile(random: Random): unknown {
  const length = random.integer(6);
  const list = (of: (i: number) => number): number[] =>
    Array.from({ length: random.uniform() < 0.8 ? length : random.integer(6) }, (_, i) =>
      random.uniform() < 0.85 ? of(i) : hostileNumber(random),
    );
  const number = (usual: number): number => (random.uniform() < 0.7 ? usual : hostileNumber(random));
  const batches = list((i) => 2 ** i);
  return {
    batches: random.uniform() < 0.1 ? batches.toReversed() : batches,
    seconds: list((i) => 0.05 * 2 ** i),
    line: { slope: number(0.05), intercept: number(0.01) },
    measuredUpTo: number(8),
  };
}

function measured(random: Random): unknown {
  return Object.fromEntries(
    Array.from({ length: 1 + random.integer(5) }, (_, i) => [
      random.uniform() < 0.85 ? String(2 ** i) : String(hostileNumber(random)),
      random.uniform() < 0.8 ? 0.05 * 2 ** i : hostileNumber(random),
    ]),
  );
}

function textOf(random: Random): string {
  const base: unknown =
    random.uniform() < 0.5 ? JSON.parse(samplePipeline()) : structuredClone(pick(presets, random));
  const draw = random.uniform();
  if (draw < 0.45) return jsonText(spoiled(base, random));
  if (draw < 0.85) {
    const whole = base as Loose;
    const { variants } = pick(whole.stages, random);
    pick(variants, random).latency = random.uniform() < 0.7 ? profile(random) : measured(random);
    return jsonText(random.uniform() < 0.3 ? spoiled(whole, random) : whole);
  }
  return new TextDecoder().decode(mutate(new TextEncoder().encode(jsonText(base)), random));
}

interface Given {
  readonly text: string;
  readonly turn: number;
}

export const pipelines = hostile<Given>({
  make: (random) => ({ text: textOf(random), turn: random.integer(6) }),
  async meet({ text, turn }) {
    const limits = turn % 2 === 0 ? defaultLimits : widestLimits;
    const asked = turn === 5 ? ({ latencyUnit: 'ms' } as const) : {};
    const read = pipelineFromFile(text, 'pipeline.json', limits, asked);
    if (!read.ok) return refusal(read.message);
    await replayPipeline(read.value.pipeline, turn);
    return { kind: 'accepted', sentences: read.value.notes };
  },
  bytesOf: ({ text }) => new TextEncoder().encode(text),
});
