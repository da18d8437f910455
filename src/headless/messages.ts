/** What the thread of a command is given, and what it says. */
import type { MessagePort } from 'node:worker_threads';
import type { CommandName } from './help.ts';
import type { Reached } from './progress.ts';
import type { Phase } from './stop.ts';

export interface ThreadData {
  readonly name: CommandName;
  readonly args: readonly string[];
  /** One shared number, not 0 as soon as the command should end. */
  readonly flag: Int32Array;
  /** One shared number that grows as long as the command is alive. */
  readonly beats: Int32Array;
  readonly port: MessagePort;
}

export type ThreadMessage =
  | { readonly kind: 'note'; readonly sentence: string }
  | { readonly kind: 'begins'; readonly sentence: string }
  | { readonly kind: 'reached'; readonly reached: Reached }
  | { readonly kind: 'phase'; readonly phase: Phase }
  | { readonly kind: 'draft'; readonly path: string; readonly done: boolean }
  /** The last one is one of these. */
  | { readonly kind: 'result'; readonly text: string }
  | { readonly kind: 'refused' | 'stopped'; readonly sentence: string }
  | { readonly kind: 'bug'; readonly error: string; readonly stack: string };
