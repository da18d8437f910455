/** Policies of one's own out of files: `mine.js`, whose default export decides, or `mine.onnx`, a network. */
import { basename, extname } from 'node:path';
import { readInput } from './inputs.ts';
import { choice, text, UsageError, type Options } from './options.ts';
import { shortened } from '../model/text.ts';
import { faultWords } from '../policies/own/codeRuns.ts';
import { faultOf } from '../policies/own/guest.ts';
import { bodyOf } from '../policies/own/moduleText.ts';
import {
  isOwn,
  ON_MISFIT,
  OWN_BEFORE,
  type OnMisfit,
  type OwnPolicy,
  type OwnProgram,
} from '../policies/own/program.ts';
import { networkComplaint, sourceComplaint } from '../policies/own/schema.ts';

/** By the ending of a file's name. */
const KINDS: Readonly<Record<string, OwnProgram['kind']>> = {
  '.js': 'code',
  '.mjs': 'code',
  '.onnx': 'network',
};

/** The option that says what becomes of an order that breaks a limit. */
export const MISFITS = 'misfits';

/** Throws UsageError. */
export const misfitsIn = (options: Options): OnMisfit => choice(options, MISFITS, ON_MISFIT, 'repair');

/** Throws UsageError where the option stands and none of the policies, by their ids, is one's own. */
export function refuseIdleMisfits(options: Options, ids: readonly string[]): void {
  if (text(options, MISFITS) !== undefined && !ids.some(isOwn))
    throw new UsageError(
      `--${MISFITS} is for policies of one's own (mine.js, mine.onnx), and there is none here.`,
    );
}

/** The policy in the file `path`; undefined where the name has another ending. Throws UsageError. Nothing of it is run. */
export async function ownInFile(path: string, onMisfit: OnMisfit): Promise<OwnPolicy | undefined> {
  const kind = KINDS[extname(path).toLowerCase()];
  if (kind === undefined) return undefined;
  const bytes = await readInput(path, 'The policy', 'policy');
  if (!bytes) throw new UsageError(`There is no file "${shortened(path, 200)}".`);
  const name = shortened(basename(path), 80);
  const large = kind === 'network' ? networkComplaint(bytes.length) : undefined;
  if (large !== undefined) throw new UsageError(`${name}: ${large}.`);
  const program: OwnProgram = kind === 'code' ? { kind, source: sourceOf(name, bytes) } : { kind, bytes };
  return { key: `${OWN_BEFORE}${name.replaceAll(/[:,\s]/g, '-')}`, name, program, onMisfit };
}

function sourceOf(name: string, bytes: Uint8Array): string {
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name}: it is not text in UTF-8.`);
  }
  const wrong = sourceComplaint(source);
  if (wrong !== undefined) throw new UsageError(`${name}: ${wrong}.`);
  try {
    bodyOf(source);
  } catch (error) {
    throw new UsageError(`${name}: ${faultWords(faultOf(error))}.`);
  }
  return source;
}
