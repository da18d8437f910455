/** Archives that were damaged, forged or built to swell; what is taken is kept, and can be exported again. */
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { hostile, refusal } from '../class.ts';
import { backedUp, emptyStore, exported, fullStore } from '../stores.ts';
import { jsonText, pick, spoiled } from '../values.ts';
import { trickedZip, zipOfEntries } from '../zips.ts';
import { digestOf } from '../../../model/digest.ts';
import type { Random } from '../../../model/random.ts';
import { mergeArchive } from '../../../storage/archive.ts';
import { readArchive } from '../../../storage/archiveRead.ts';
import { decode, encode } from '../../../storage/codec.ts';
import { mutate } from '../../mutate.ts';

const MANIFEST = 'manifest.json';

interface Listed {
  readonly entries: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

let whole: Promise<Readonly<Record<string, Uint8Array>>> | undefined;
const wholeFiles = (): Promise<Readonly<Record<string, Uint8Array>>> =>
  (whole ??= (async () => {
    const store = await fullStore();
    const { zips } = await exported(store);
    store.close();
    return unzipSync(zips[0]!);
  })());

type Files = [string, Uint8Array][];

/** The files, with the manifest telling the truth of them. */
function relisted(files: Files): Files {
  const manifest = JSON.parse(strFromU8(files.find(([name]) => name === MANIFEST)![1])) as Listed;
  const entries = manifest.entries.map((entry) => {
    const file = files.find(([name]) => name === entry.path)?.[1];
    return file ? { ...entry, bytes: file.length, sha256: digestOf(file) } : entry;
  });
  return files.map(([name, bytes]) =>
    name === MANIFEST ? [name, strToU8(JSON.stringify({ ...manifest, entries }))] : [name, bytes],
  );
}

/** A record that is another, its digest true. */
function forged(files: Files, random: Random): Files {
  const at = pick(
    files.map((_, i) => i).filter((i) => files[i]![0] !== MANIFEST),
    random,
  );
  const [name, bytes] = files[at]!;
  const record = decode(bytes, name);
  if (!record.ok) throw new Error(record.message);
  return relisted(
    files.with(at, [
      name,
      random.uniform() < 0.8 ? written(spoiled(record.value, random)) : swollen(bytes, random),
    ]),
  );
}

/** Values that no record may hold are left to the codec's own refusal. */
function written(record: unknown): Uint8Array {
  try {
    return encode(record);
  } catch {
    const json = strToU8(jsonText(record));
    const bytes = new Uint8Array(4 + json.length);
    new DataView(bytes.buffer).setUint32(0, json.length, true);
    bytes.set(json, 4);
    return bytes;
  }
}

/** A record that names one array thousands of times, or arrays that it does not hold. */
function swollen(bytes: Uint8Array, random: Random): Uint8Array {
  const length = pick([0, 8, 1000, 100_000, 2 ** 31, 2 ** 53], random);
  const mark = `{"$":"${pick(['Float64Array', 'Uint8Array', 'BigInt64Array', 'undefined', '__proto__'], random)}","at":${pick(['0', '8', '4', '-8', '1e400', '"0"'], random)},"length":${String(length)}}`;
  const json = strToU8(`[${Array.from({ length: pick([1, 100, 6000], random) }, () => mark).join(',')}]`);
  const start = Math.ceil((4 + json.length) / 8) * 8;
  const record = new Uint8Array(start + Math.min(2 ** 20, bytes.length + 8 * Math.min(length, 1e5)));
  new DataView(record.buffer).setUint32(
    0,
    random.uniform() < 0.9 ? json.length : random.integer(2 ** 31),
    true,
  );
  record.set(json, 4);
  return record;
}

function damaged(files: Files, random: Random): Uint8Array {
  const draw = random.uniform();
  if (draw < 0.25)
    return mutate(zipOfEntries(files.map(([name, data]) => ({ name, data, method: 0 }))), random);
  if (draw < 0.45) return trickedZip(files, random);
  if (draw < 0.85) return zipOfEntries(forged(files, random).map(([name, data]) => ({ name, data })));
  const listed = files.map(([name, data]): [string, Uint8Array] =>
    name === MANIFEST
      ? [name, strToU8(jsonText(spoiled(JSON.parse(strFromU8(data)), random)))]
      : [name, data],
  );
  return zipOfEntries(listed.map(([name, data]) => ({ name, data })));
}

export const archives = hostile<Uint8Array>({
  make: async (random) => damaged(Object.entries(await wholeFiles()), random),
  async meet(zip) {
    const read = readArchive(zip, 'mine.zip');
    if (!read.ok) return refusal(read.message);
    const store = await emptyStore();
    await mergeArchive(store, read.value);
    const sentences = await backedUp(store);
    store.close();
    return { kind: 'accepted', sentences, counts: { backups: 1 } };
  },
  bytesOf: (zip) => zip,
});
