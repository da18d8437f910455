/** Options of `npm run bench gpu`. */
import { parseArgs } from 'node:util';
import type { Asked } from './figures.ts';

export interface Options {
  readonly asked: Asked;
  /** In headless Chromium too. */
  readonly chromium: boolean;
  /** Folder for gpu.json and gpu.md. */
  readonly out: string | undefined;
  /** Folder that becomes all that a machine without network needs; nothing is measured. */
  readonly pack: string | undefined;
}

const WITHIN = '20,60';

/** The options among a command's words, the rest of which are names; or a sentence. */
export function gpuOptions(words: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        lanes: { type: 'string' },
        'reach-lanes': { type: 'string' },
        seconds: { type: 'string' },
        within: { type: 'string', default: WITHIN },
        chromium: { type: 'boolean', default: false },
        out: { type: 'string' },
        pack: { type: 'string' },
      },
    });
    return {
      asked: {
        lanes: values.lanes === undefined ? undefined : numbers('lanes', values.lanes, true),
        reachLanes:
          values['reach-lanes'] === undefined
            ? undefined
            : numbers('reach-lanes', values['reach-lanes'], true)[0],
        seconds: values.seconds === undefined ? undefined : numbers('seconds', values.seconds)[0],
        within: numbers('within', values.within),
      },
      ...{ chromium: values.chromium, out: values.out, pack: values.pack },
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function numbers(option: string, text: string, whole = false): readonly number[] {
  return text.split(',').map((word) => {
    const value = word.trim() === '' ? NaN : Number(word);
    const good = Number.isFinite(value) && value >= (whole ? 1 : 0) && (!whole || Number.isInteger(value));
    if (!good)
      throw new Error(
        `--${option} takes ${whole ? 'whole numbers from 1 on' : 'numbers from 0 on'}, with commas between them, not “${text}”`,
      );
    return value;
  });
}
