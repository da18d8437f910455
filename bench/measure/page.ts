/** What the bench runs in a browser. */
import * as ort from 'onnxruntime-web/wasm';
import { medians } from './medians.ts';

Object.assign(globalThis, { medians: () => medians(ort) });
