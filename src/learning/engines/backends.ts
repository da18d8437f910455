/** The backends of training; what a backend needs is loaded only when it is asked for. */
import type { Engine } from '../ppo/engine.ts';
import type { NetworkShape } from '../network/network.ts';
import { plainEngine } from './plainEngine.ts';
import { tensorEngine } from './tensorEngine.ts';
import { webAssemblyComplaint } from '../../model/webAssembly.ts';

export const BACKENDS = ['webgpu', 'simd', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

export interface EngineFactory {
  (shape: NetworkShape): Engine;
  /** That of its engines, where they have one. */
  readonly gpu?: GPUDevice;
}

/** URLs of tfjs's WebAssembly files, where the page serves them; Node passes its folder. */
export type WasmPaths = string | Readonly<Record<string, string>>;

/**
 * An engine factory on `name`. Rejects with the reason where this device cannot run it. On `webgpu` a training lives on the
 * engine's device (../gpu); its gradient is there to hold that against.
 */
export async function loadBackend(name: BackendName, wasmPaths: WasmPaths): Promise<EngineFactory> {
  if (name === 'cpu') return plainEngine;
  if (name === 'simd') {
    const { simdEngine } = await import('./simd/simdEngine.ts');
    // Tried once here, so that a device without vectors is known now.
    simdEngine({ inputs: 1, width: 1, blocks: 0, heads: [1] }).dispose();
    return simdEngine;
  }
  // Before tfjs, which would try, fail and tell the console.
  const complaint = name === 'wasm' ? webAssemblyComplaint() : undefined;
  if (complaint !== undefined) throw new Error(complaint);
  const tf = await import('@tensorflow/tfjs-core');
  if (name === 'wasm') {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    // The threaded build needs SharedArrayBuffer and breaks when minified; one thread is used on purpose.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    wasm.setWasmPaths(typeof wasmPaths === 'string' ? wasmPaths : { ...wasmPaths });
  } else {
    const gpu = (globalThis.navigator as { gpu?: { requestAdapter(): Promise<unknown> } } | undefined)?.gpu;
    if (!gpu) throw new Error('this browser has no WebGPU');
    if ((await gpu.requestAdapter()) === null) throw new Error('no WebGPU adapter');
    await import('@tensorflow/tfjs-backend-webgpu');
  }
  if (!(await tf.setBackend(name))) throw new Error(`tfjs could not start its ${name} backend`);
  await tf.ready();
  if (name === 'wasm') return (shape) => tensorEngine(tf, name, shape);
  const { device: gpu } = tf.backend() as { readonly device?: GPUDevice };
  if (!gpu) throw new Error('tfjs has no graphics device');
  return Object.assign((shape: NetworkShape): Engine => ({ ...tensorEngine(tf, name, shape), gpu }), { gpu });
}

/** For looking alone nothing is measured: the kernel, or plain code where the device has no vectors. */
export async function processorEngine(shape: NetworkShape): Promise<Engine> {
  const make = await loadBackend('simd', '').catch(() => loadBackend('cpu', ''));
  return make(shape);
}
