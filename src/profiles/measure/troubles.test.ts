import { describe, expect, it } from 'vitest';
import { MOST_MODEL_BYTES, tooLarge, troubleOf } from './troubles.ts';

const bytes = Uint8Array.of(8, 7);

describe('what a runtime says, in words', () => {
  it.each<readonly [unknown, string]>([
    [3_281_337, 'more memory than WebAssembly may take'],
    [
      new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded'),
      'more memory than WebAssembly',
    ],
    [
      new Error("Can't create a session. ERROR_CODE: 1, ERROR_MESSAGE: std::bad_alloc"),
      'more memory than WebAssembly',
    ],
    [new Error('failed to allocate a buffer of size 2147483648'), 'more memory than WebAssembly'],
    [
      new Error('ERROR_MESSAGE: com.microsoft:Fancy(-1) is not a registered function/op'),
      'the operator com.microsoft:Fancy(-1)',
    ],
    [
      new Error('ERROR_MESSAGE: Unsupported model IR version: 15, max supported IR version: 12'),
      'in version 15 of the format',
    ],
    [new Error('ERROR_MESSAGE: External data path does not exist'), 'its weights in another file'],
    [
      new Error(
        "failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: Non-zero status code returned while running MatMul node. Name:'MatMul_0' Status Message: matmul_helper.h:61 Compute MatMul dimension mismatch",
      ),
      'at its operator MatMul it fails (matmul_helper.h:61 Compute MatMul dimension mismatch)',
    ],
    [
      new Error('ERROR_CODE: 6, ERROR_MESSAGE: Something new.'),
      'the runtime does not take it (Something new)',
    ],
    ['text', 'the runtime does not take it (text)'],
  ])('%s', (error, sentence) => {
    expect(troubleOf(error, bytes)).toContain(sentence);
  });
});

it('a model that is too large is not read', () => {
  expect(tooLarge('m.onnx', MOST_MODEL_BYTES)).toBeUndefined();
  expect(tooLarge('m.onnx', MOST_MODEL_BYTES + 1)).toContain('m.onnx is larger than 512 MB');
});
