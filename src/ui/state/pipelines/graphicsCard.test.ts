import { expect, it } from 'vitest';
import { graphicsCard, type GraphicsHost } from './graphicsCard.ts';

const gpu = (adapter: Awaited<ReturnType<NonNullable<GraphicsHost['gpu']>['requestAdapter']>>) => ({
  requestAdapter: () => Promise.resolve(adapter),
});

it.each<readonly [GraphicsHost, string]>([
  [
    { waits: true },
    'This browser offers no graphics card (it has no WebGPU here), so models are measured on the processor.',
  ],
  [
    { waits: true, gpu: gpu(null) },
    'This browser gives no graphics card (WebGPU finds no adapter), so models are measured on the processor.',
  ],
  [
    { waits: true, gpu: { requestAdapter: () => Promise.reject(new Error('no')) } },
    'This browser gives no graphics card (WebGPU finds no adapter), so models are measured on the processor.',
  ],
  [
    { waits: false, gpu: gpu({}) },
    'This browser has WebGPU and lacks JSPI, by which the runtime waits for the card, so models are measured on the processor; Chrome and Edge have it from version 137 on.',
  ],
])('%#: without a card it says so', async (host, message) => {
  expect(await graphicsCard(host)).toEqual({ ok: false, message });
});

it.each([
  [{}, 'a graphics card without a name'],
  [{ vendor: 'nvidia', architecture: 'hopper', description: '' }, 'graphics card nvidia hopper'],
  [{ vendor: 'apple', description: 'Apple M3' }, 'graphics card Apple M3'],
  [
    { vendor: 'google', architecture: 'swiftshader', isFallbackAdapter: true },
    'graphics card google swiftshader, played by the processor',
  ],
])('%j is its name', async (info, value) => {
  expect(await graphicsCard({ waits: true, gpu: gpu({ info }) })).toEqual({ ok: true, value });
});
