/** Rows and files of a graphics device: by Dawn, and by whatever else measures the same. */
import type { Asked, Figures } from './figures.ts';
import { inNode } from './inNode.ts';
import { gpuOptions, type Options } from './options.ts';
import { writeReport } from './report.ts';
import { rowsOf } from './rows.ts';
import { said, type BenchRow } from '../row.ts';

const NAME = 'training on a graphics device';

/** A further way to a device; a sentence where there is none, and where it fails its error's. */
export type Other = (asked: Asked) => Promise<Figures | string>;

/** `others` follow, each with the options that it was asked by. */
export async function benchDevice(
  others: readonly { readonly asked: (options: Options) => boolean; readonly measured: Other }[],
  options: Options | string = gpuOptions(process.argv.slice(2)),
): Promise<BenchRow[]> {
  if (typeof options === 'string') {
    process.exitCode = 2;
    return [said(NAME, `not run: ${options}`)];
  }
  const { asked, out } = options;
  const all: Figures[] = [];
  const keep = (figures: Figures): void => {
    if (out !== undefined) writeReport(out, [...all, figures], new Date());
  };
  const rows: BenchRow[] = [];
  const ways = [
    (one: Asked) => inNode(one, keep),
    ...others.filter((other) => other.asked(options)).map(({ measured }) => measured),
  ];
  for (const measured of ways) {
    const figures = await measured(asked).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    if (typeof figures === 'string') {
      rows.push(said(NAME, `not run: ${figures}`));
      continue;
    }
    keep(figures);
    all.push(figures);
    rows.push(...rowsOf(figures));
  }
  return rows;
}
