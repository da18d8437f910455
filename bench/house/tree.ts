/** The files of a checkout as git lists them, and which of them were written here. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Source {
  /** From the root of the checkout. */
  readonly path: string;
  readonly lines: readonly string[];
}

/** Not written here, or written by a program: licences, locks, others' schemas, kernels (`…Wasm.ts` until they had bindings) and weights as text. */
const NOT_OURS = [
  /(^|\/)(LICENSE|package-lock\.json)$/,
  /\/schemas\/[^/]+\.json$/,
  /[wW]asm\.ts$/,
  /(^|\/)(simd|lstm)Kernel\.ts$/,
  /\.generated\./,
];
const TEXT = /\.(ts|mts|mjs|js|svelte|css|html|as|md|json|ya?ml)$|^\.ci\//;

/** What was written here, without pictures and other bytes. Throws where `root` is no checkout. */
export function sources(root: string): readonly Source[] {
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((path) => TEXT.test(path) && !NOT_OURS.some((pattern) => pattern.test(path)))
    .flatMap((path) => {
      try {
        return [{ path, lines: readFileSync(join(root, path), 'utf8').replace(/\n$/, '').split('\n') }];
      } catch {
        // Moved away since git last looked.
        return [];
      }
    });
}

export const isTest = (path: string): boolean => /\.(test|spec)\.ts$/.test(path);

/** The folder below src/ for what stands there, else the top folder; '.' for what stands in none. */
export function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top === path) return '.';
  return top === 'src' ? second : top;
}

export const lineCount = (files: readonly Source[]): number =>
  files.reduce((sum, { lines }) => sum + lines.length, 0);
