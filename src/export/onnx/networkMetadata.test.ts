import { describe, expect, it } from 'vitest';
import { metadataOf } from './networkMetadata.ts';
import { Message } from './protobuf.ts';
import { policyOnnx } from './policyOnnx.ts';
import { defaultLimits } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { compile } from '../../model/tables.ts';
import { untrainedAgent } from '../../testing/agents.ts';

const entry = (key: string, value: string): Message => new Message().string(1, key).string(2, value);

describe('what an ONNX file tells of itself', () => {
  it('is read from the lab’s own', () => {
    const tables = compile(presetById('video')!, defaultLimits);
    const agent = untrainedAgent(tables, 1);
    const told = metadataOf(policyOnnx(agent, tables));
    expect(told.get('sluice.schema')).toBe('policy/1');
    expect(told.get('sluice.pipeline')).toBe('video');
    expect(JSON.parse(told.get('sluice.ranges')!)).toEqual(agent.ranges);
    expect(JSON.parse(told.get('sluice.limits')!)).toEqual(defaultLimits);
  });

  it('is found between fields of every kind, the last of two', () => {
    const numbers = Uint8Array.of((3 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8, (4 << 3) | 5, 1, 2, 3, 4);
    const one = new Message().int(1, 8).message(14, entry('a', '1')).string(6, 'words').finish();
    const two = new Message().message(14, entry('a', '2')).message(14, entry('b', 'ä')).finish();
    const told = metadataOf(Uint8Array.of(...one, ...numbers, ...two));
    expect([...told]).toEqual([
      ['a', '2'],
      ['b', 'ä'],
    ]);
  });

  it('is nothing of what is no message, and ends whatever the bytes', () => {
    expect(metadataOf(new Uint8Array(0)).size).toBe(0);
    expect(metadataOf(new TextEncoder().encode('a model')).size).toBe(0);
    expect(metadataOf(new Uint8Array(1000).fill(255)).size).toBe(0);
    // A length beyond the end.
    expect(metadataOf(Uint8Array.of((14 << 3) | 2, 200, 1, 0)).size).toBe(0);
    const random = Random.stream(1, 'bytes');
    const file = new Message().message(14, entry('key', 'value')).int(1, 8).finish();
    for (let k = 0; k < 2000; k++) {
      const broken = file.map((byte) => (random.uniform() < 0.2 ? random.integer(256) : byte));
      expect(metadataOf(broken).size).toBeLessThanOrEqual(file.length);
    }
  });
});
