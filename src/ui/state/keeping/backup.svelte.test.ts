import { beforeEach, describe, expect, it } from 'vitest';
import { Backup, megabytes, type BackupHost } from './backup.svelte.ts';
import type { Damaged } from './memory.svelte.ts';
import type { Store } from '../../../storage/store.ts';

let done: string[];
let archive: { files: readonly Blob[]; leftOut: readonly string[] };
let host: BackupHost;
let backup: Backup;
beforeEach(() => {
  done = [];
  archive = { files: [new Blob(['12345'])], leftOut: [] };
  const note = (what: string) => (id: unknown) =>
    Promise.resolve(void done.push(`${what} ${JSON.stringify(id)}`));
  const store = {
    ...{ removePart: note('part'), removeRun: note('run'), removeTrace: note('trace') },
    ...{ removePipeline: note('pipeline'), removePredictor: note('predictor') },
  } as unknown as Store;
  host = {
    imported: { said: '', error: '' },
    beginImport: () => void done.push('begin'),
    memory: {
      change: async (work) => {
        await work(store);
        return true;
      },
      survey: (anew) => (anew === true ? note('survey')(anew) : Promise.reject(new Error('It is locked'))),
      measure: () => Promise.resolve(void done.push('measure')),
    },
    runs: { refresh: () => Promise.resolve(void done.push('refresh')) },
  };
  backup = new Backup(host, {
    exporting: { exportAll: () => Promise.resolve(archive) },
    take: ({ name }) =>
      name === 'bad.zip' ? Promise.reject(new Error('bad.zip is none')) : Promise.resolve(`${name} is in.`),
    save: (_, name) => void done.push(`save ${name}`),
    address: ({ size }) => `blob:${String(size)}`,
    release: (url) => void done.push(`release ${url}`),
    day: () => '2026-11-27',
  });
});

describe('an export of everything', () => {
  it('is one file, and says what it holds and what it does not', async () => {
    const exporting = backup.exportAll();
    expect(backup.busy).toBe('exporting');
    await exporting;
    expect([backup.busy, done]).toEqual(['', ['begin', 'save sluice-2026-11-27']]);
    expect(host.imported.said).toMatch(/^sluice-2026-11-27\.zip holds all runs, .*, 0\.0 MB; .*Not in it: /);
    archive = { ...archive, leftOut: ['Run 3 is damaged.'] };
    await backup.exportAll();
    expect(host.imported.said).toMatch(/holds all that is sound of the runs.* Left out: Run 3 is damaged\.$/);
  });

  it('is several where one is not enough, held until the next or the end', async () => {
    archive = { files: [new Blob(['1']), new Blob(['22'])], leftOut: [] };
    await backup.exportAll();
    expect(backup.parts).toEqual([
      { name: 'sluice-2026-11-27-1-of-2.zip', url: 'blob:1', size: 1 },
      { name: 'sluice-2026-11-27-2-of-2.zip', url: 'blob:2', size: 2 },
    ]);
    expect(host.imported.said).toContain('save all 2 files below');
    backup.forget();
    expect([backup.parts, done.slice(1)]).toEqual([[], ['release blob:1', 'release blob:2']]);
  });

  it('that holds nothing is none', async () => {
    archive = { files: [], leftOut: ['Run 3 is damaged.'] };
    await backup.exportAll();
    expect(host.imported).toEqual({ said: '', error: 'Nothing could be exported. Run 3 is damaged.' });
  });
});

it('an import takes file after file, and ends with the first that is refused', async () => {
  await backup.importAll([new File([], 'a.zip'), new File([], 'b.zip')]);
  expect([host.imported, done]).toEqual([
    { said: 'a.zip is in. b.zip is in.', error: '' },
    ['begin', 'survey true'],
  ]);
  await backup.importAll([new File([], 'a.zip'), new File([], 'bad.zip')]);
  expect(host.imported).toEqual({ said: '', error: 'bad.zip is none.' });
});

it('what is damaged is looked for, and deleted as what it is', async () => {
  backup.look();
  await new Promise((resolve) => setImmediate(resolve));
  expect([host.imported.error, done]).toEqual(['It is locked.', ['measure']]);
  const kinds = ['run', 'trace', 'pipeline', 'predictor'] as const;
  const all: readonly Damaged[] = kinds.map((kind) => ({ kind, id: 'x', sentence: '' }));
  for (const entry of all) await backup.remove(entry);
  expect(done.slice(1).filter((word) => !/survey|refresh/.test(word))).toEqual([
    ...['run "x"', 'trace "x"', 'pipeline "x"', 'predictor undefined'],
  ]);
  expect(done.filter((word) => word === 'refresh')).toHaveLength(4);
  await backup.remove({ kind: 'leftover', id: 'y', at: [], sentence: '' } as unknown as Damaged);
  expect(done.some((word) => word.startsWith('part '))).toBe(true);
});

it('sizes are said as a reader says them', () => {
  expect([5, 9_960_000, 52e6, 1.54e9].map(megabytes)).toEqual(['0.0 MB', '10.0 MB', '52 MB', '1.5 GB']);
});
