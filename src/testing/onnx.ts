/** ONNX files run by onnxruntime-web's WebAssembly in Node, one thread. */
import * as ort from 'onnxruntime-web';

ort.env.wasm.numThreads = 1;

export type Feeds = Readonly<Record<string, ort.Tensor>>;

/** A tensor of the type that its array stands for. */
export function tensor(
  data: Float64Array | Float32Array | Int32Array | readonly boolean[],
  dims: readonly number[],
): ort.Tensor {
  if (data instanceof Float64Array) return new ort.Tensor('float64', data, dims);
  if (data instanceof Float32Array) return new ort.Tensor('float32', data, dims);
  if (data instanceof Int32Array) return new ort.Tensor('int32', data, dims);
  return new ort.Tensor('bool', data, dims);
}

/** Loads the file; rejects where the runtime finds it malformed. */
export function openOnnx(bytes: Uint8Array): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(bytes, {
    executionProviders: ['wasm'],
    // Errors reject with the same words.
    logSeverityLevel: 4,
  });
}
