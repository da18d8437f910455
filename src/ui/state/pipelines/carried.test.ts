import { describe, expect, it } from 'vitest';
import { carriedPipeline, carriedText, unpacked } from './carried.ts';
import { LONGEST_CARRIED } from './packed.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import { presetById, presets } from '../../../model/presets/index.ts';

const video = presetById('video')!;
const mine: Pipeline = { ...video, id: 'own-mine', name: 'Mine → ours' };

async function packed(pipeline: Pipeline): Promise<string> {
  const text = await carriedText(pipeline);
  if (!text.ok) throw new Error(text.message);
  return text.value;
}

/** With as many variants as there may be, each of its own figures. */
function large(): Pipeline {
  const [stage] = video.stages;
  const { latency } = stage!.variants[0]!;
  const stages = Array.from({ length: 12 }, (_, n) => ({
    ...stage!,
    name: `s${String(n)}`,
    variants: Array.from({ length: 32 }, (__, z) => ({
      ...stage!.variants[0]!,
      name: `variant ${String(z)}`,
      latency: {
        ...latency,
        seconds: latency.seconds.map((s, k) => s * (1 + Math.sin(999 * n + 100 * z + k) / 10)),
      },
    })),
  }));
  return { ...mine, stages };
}

function lab() {
  const written: string[] = [];
  return {
    written,
    ...{ pipelines: [] as readonly Pipeline[], traces: [], notes: {}, notice: '', alert: '' },
    memory: { change: () => Promise.resolve(true) },
    predict: { keep: () => undefined, whole: <T>(one: T) => one },
  };
}

describe('a pipeline in a link', () => {
  it('comes out as it went in, and the lab’s own fit', async () => {
    for (const pipeline of [...presets, mine]) {
      const text = await packed(pipeline);
      expect(text).toMatch(/^[\w-]+$/);
      expect(text.length).toBeLessThan(LONGEST_CARRIED);
      expect(await carriedPipeline(text)).toEqual({ ok: true, value: pipeline });
    }
  });

  it('is refused where it is too long for one', async () => {
    const text = await carriedText(large());
    expect(text.ok ? '' : text.message).toMatch(
      /^Its figures take [\d,]+ characters, and a link is at most 8,000 long$/,
    );
  });

  it('is damaged where part of it is missing, and says so', async () => {
    const text = await packed(mine);
    for (const damaged of [
      '',
      '%',
      text.slice(0, 100),
      `${text.slice(0, 40)}x${text.slice(41)}`,
      'a'.repeat(9000),
    ]) {
      const read = await carriedPipeline(damaged);
      expect(read.ok ? '' : read.message).toMatch(/pipeline in the link/);
    }
  });

  it('comes into the lab once, under names that are free', async () => {
    const host = lab();
    const text = await packed(mine);
    const hash = `#v=pipelines&pipeline=own-mine`;
    expect(await unpacked(host, `${hash}&own=${text}`)).toBe(hash);
    expect(host.notice).toBe(
      'The link brought the pipeline “Mine → ours”, which is now kept in this browser.',
    );
    expect(await unpacked(host, `${hash}&own=${text}`)).toBe(hash);
    // Another one of that id gets its own.
    const other = await packed({ ...mine, slaSeconds: 9 });
    expect(await unpacked(host, `${hash}&own=${other}`)).toBe(`${hash}-2`);
    expect(host.pipelines.map(({ name }) => name)).toEqual(['Mine → ours', 'Mine → ours (2)']);
    expect(host.alert).toBe('');
    // What is damaged is said; the rest of the link holds.
    expect(await unpacked(host, `${hash}&own=${text.slice(0, 50)}`)).toBe(hash);
    expect(host.alert).toMatch(/^The pipeline in the link is damaged/);
  });
});
