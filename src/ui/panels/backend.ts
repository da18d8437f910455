/** Backends in words. */
import { fixed } from '../format.ts';
import type { Option } from '../parts/options.ts';
import { BACKENDS, type BackendName } from '../../learning/engines/backends.ts';
import type { BackendProbe } from '../../learning/training/probe.ts';

const NAMES: Readonly<Record<string, string>> = {
  webgpu: 'WebGPU',
  simd: 'SIMD kernel',
  wasm: 'WASM',
  cpu: 'JavaScript',
};

export function backendName(backend: string): string {
  return NAMES[backend] ?? backend;
}

/** What a training can be asked for. */
export const backendOptions: readonly Option<'auto' | BackendName>[] = [
  { id: 'auto', name: 'the fastest' },
  ...BACKENDS.map((id) => ({ id, name: backendName(id) })),
];

/** The start of a reason: some libraries explain at length. */
function brief(reason: string): string {
  const first = reason.split(/[.:\n]/)[0] ?? '';
  return first.length <= 48 ? first : `${first.slice(0, 46).trimEnd()}…`;
}

/** What the probe measured, the chosen one first; the name alone where that is not known any more, empty before there is one. */
export function backendWords(backend: string, probes: readonly BackendProbe[]): string {
  const chosen = probes.find((probe) => probe.backend === backend);
  if (!chosen) return backend === '' ? '' : backendName(backend);
  const { updateMs } = chosen;
  const speed = updateMs === undefined ? '' : `, ${fixed(updateMs, updateMs < 9.95 ? 1 : 0)} ms an update`;
  const others = probes
    .filter((probe) => probe !== chosen)
    .map((probe) =>
      probe.updateMs === undefined
        ? `${backendName(probe.backend)}: ${brief(probe.reason ?? 'not here')}`
        : `${backendName(probe.backend)}: ${fixed(probe.updateMs, 0)} ms`,
    );
  return [`${backendName(chosen.backend)}${speed}`, ...others].join('; ');
}
