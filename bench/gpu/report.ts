/** What was measured as files: gpu.json, every figure as it is, and gpu.md, a table. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { join } from 'node:path';
import type { Figures } from './figures.ts';
import { rowsOf } from './rows.ts';
import { figure, type BenchRow } from '../row.ts';

const escaped = (text: string): string => text.replaceAll('|', '\\|');

function line(row: BenchRow): string {
  const cells =
    'finding' in row
      ? [row.name, row.finding, '', '']
      : [
          row.name,
          `${figure(row.value)} ${row.unit}`,
          `${row.against}: ${figure(row.againstValue)}`,
          figure(row.ratio),
        ];
  return `| ${cells.map(escaped).join(' | ')} |`;
}

function markdown(all: readonly Figures[], machine: string): string {
  return all
    .map((figures) =>
      [
        `## ${figures.where}`,
        '',
        `${figures.device}; ${machine}.`,
        '',
        '| what | measured | beside | ratio |',
        '| --- | --- | --- | --- |',
        ...rowsOf(figures).map(line),
        '',
      ].join('\n'),
    )
    .join('\n');
}

/** Writes both into `folder`, which is made; over those of before. */
export function writeReport(folder: string, all: readonly Figures[], now: Date): void {
  mkdirSync(folder, { recursive: true });
  const [first] = cpus();
  const machine = `${String(cpus().length)} cores of ${first?.model ?? 'an unknown processor'}, ${platform()} ${arch()}, Node ${process.version}, ${now.toISOString().slice(0, 10)}`;
  writeFileSync(join(folder, 'gpu.json'), `${JSON.stringify({ machine, figures: all }, null, 2)}\n`);
  writeFileSync(join(folder, 'gpu.md'), markdown(all, machine));
}
