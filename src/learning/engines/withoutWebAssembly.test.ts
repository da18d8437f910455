import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** The refusal of a browser under a policy without 'wasm-unsafe-eval'. */
function Forbidden(): never {
  throw new Error('CompileError: Wasm code generation disallowed by embedder');
}

// What was found out is kept: each test starts with fresh modules.
beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

describe('where WebAssembly is forbidden', () => {
  beforeEach(() =>
    vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly) as object, { Module: Forbidden })),
  );

  const reason = "this page may not use WebAssembly here: the policy of its host lacks 'wasm-unsafe-eval'";

  it('IPA by HiGHS refuses in a sentence that names what decides the same', async () => {
    const { loadHighs } = await import('../../policies/highs.ts');
    await expect(loadHighs()).rejects.toThrow(
      `IPA by HiGHS cannot run because ${reason}. Choose “IPA”, which finds the same by exact search.`,
    );
  });

  it('the kernels of training give their reason, and plain JavaScript trains', async () => {
    const { loadBackend } = await import('./backends.ts');
    for (const name of ['simd', 'wasm'] as const)
      await expect(loadBackend(name, '')).rejects.toThrow(new Error(reason));
    const { plainEngine } = await import('./plainEngine.ts');
    expect(await loadBackend('cpu', '')).toBe(plainEngine);
  });

  it('the training of a predictor refuses in a sentence', async () => {
    const { LstmEngine } = await import('../predictor/lstmEngine.ts');
    expect(() => new LstmEngine({ units: 8, inputs: 1 } as never)).toThrow(
      `The LSTM cannot be trained because ${reason}. Every other forecaster works.`,
    );
  });
});

it('a browser without any WebAssembly has its own reason', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  const { webAssemblyComplaint } = await import('../../model/webAssembly.ts');
  expect(webAssemblyComplaint()).toBe('this browser has no WebAssembly');
});

it('a solver that cannot be fetched says so without the loader’s words, and the next call tries again', async () => {
  const { loadHighs, setHighsLocation } = await import('../../policies/highs.ts');
  setHighsLocation('/nowhere/highs.wasm');
  await expect(loadHighs()).rejects.toThrow(
    'The solver HiGHS could not be started; reload the page. Choose “IPA”, which finds the same by exact search.',
  );
  const { fileURLToPath } = await import('node:url');
  setHighsLocation(fileURLToPath(import.meta.resolve('highs/runtime')));
  expect((await loadHighs()).solve('Maximize\n x: x\nSubject To\n c: x <= 3\nEnd').ObjectiveValue).toBe(3);
});
