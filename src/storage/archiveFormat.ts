/**
 * What an archive is: a .zip of records (codec.ts) and a manifest that names each with its SHA-256 and whose it is.
 *
 * Format 2, which is written, has neutral paths (`runs/1/run`, `runs/1/latest`, `runs/1/series`, `pipelines/1`, `traces/1`,
 * `policies/1`, `predictor`): an id is a text of the visitor's and may be no path at all. Format 1 wrote ids into paths, percent-encoded.
 */
import { strFromU8 } from 'fflate';
import * as v from 'valibot';
import { VERSION } from './migrations.ts';
import { MOST_ENTRIES, quotedName } from './zipDirectory.ts';
import { checked, listOf } from '../model/checked.ts';
import { adviceOn, kindOfNames } from '../model/fileKind.ts';
import { issuePhrase } from '../model/issue.ts';
import { excessOf, type JsonBounds } from '../model/jsonBounds.ts';
import { accepted, refused, type Result } from '../model/result.ts';
import { firstOf } from '../model/text.ts';

export const MANIFEST = 'manifest.json';
export const ARCHIVE_FORMAT = 2;

/** More is no list of `MOST_ENTRIES` records, and would take much more memory as values. */
const MOST_MANIFEST_BYTES = 2 ** 25;
/** An entry is an object of four fields, with their names. */
const MANIFEST_JSON: JsonBounds = { values: 10 * MOST_ENTRIES, depth: 10 };
/** A percent-encoded id of 200 letters outside ASCII, as format 1 wrote it, with its folders. */
const LONGEST_PATH = 4000;

const EntrySchema = v.object({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_PATH)),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** Of the run, pipeline or trace; format 1 had it in the path. */
  id: v.exactOptional(v.pipe(v.string(), v.maxLength(LONGEST_PATH))),
});

const ManifestSchema = v.object({
  sluice: v.literal('archive'),
  format: v.picklist([1, ARCHIVE_FORMAT]),
  /** Of the database whose records these are. */
  database: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** Milliseconds since 1970. */
  created: v.number(),
  entries: listOf(EntrySchema, { max: MOST_ENTRIES }),
});

/** What makes a manifest of whatever version. */
const HeadSchema = v.object({ sluice: v.literal('archive'), format: v.number(), database: v.number() });

export type ArchiveManifest = v.InferOutput<typeof ManifestSchema>;
export type ManifestEntry = ArchiveManifest['entries'][number];

/** What an entry holds. `run` is the run's id. */
export type ArchivePlace =
  | { readonly kind: 'run'; readonly run: string; readonly part: string; readonly folder: string }
  | { readonly kind: 'pipeline' | 'trace' | 'policy'; readonly id: string | undefined }
  | { readonly kind: 'predictor' };

/** Reads the manifest; the refusal's sentence begins with `fileName`. */
export function manifestOf(file: Uint8Array, fileName: string): Result<ArchiveManifest> {
  const where = `${fileName}, ${MANIFEST}`;
  const much = excessOf(file, MANIFEST_JSON);
  if (much !== undefined) return refused(`${where}: it holds ${much}; that is no archive of the lab’s.`);
  let json: unknown;
  try {
    json = file.length > MOST_MANIFEST_BYTES ? undefined : JSON.parse(strFromU8(file));
  } catch {
    return refused(`${where}: it is not JSON.`);
  }
  const head = checked(HeadSchema, json);
  if (head.ok && (head.value.format > ARCHIVE_FORMAT || head.value.database > VERSION))
    return refused(
      `${where}: a newer version of the lab exported it than this one; import it in that version, or in this one after reloading the page, if that brings a newer one.`,
    );
  const parsed = checked(ManifestSchema, json);
  if (parsed.ok) return accepted(parsed.value);
  return refused(`${where}: not as expected at ${issuePhrase(parsed.issue)}.`);
}

/** What the manifest's entry says that it is; undefined where it is nothing of the lab's. */
export function archivePlaceOf(
  format: ArchiveManifest['format'],
  { path, id }: ManifestEntry,
): ArchivePlace | undefined {
  return format === 1 ? placeInPath(path) : placeNumbered(path, id);
}

const KINDS = { pipelines: 'pipeline', traces: 'trace', policies: 'policy' } as const;

function placeNumbered(path: string, id: string | undefined): ArchivePlace | undefined {
  if (path === 'predictor') return { kind: 'predictor' };
  if (id === undefined) return undefined;
  const [, own] = /^(pipelines|traces|policies)\/\d{1,6}$/.exec(path) ?? [];
  if (own !== undefined) return { kind: KINDS[own as keyof typeof KINDS], id };
  const [, folder, part] = /^(runs\/\d{1,6})\/([a-z0-9-]{1,20})$/.exec(path) ?? [];
  return folder !== undefined && part !== undefined ? { kind: 'run', run: id, part, folder } : undefined;
}

function placeInPath(path: string): ArchivePlace | undefined {
  const [folder, id = '', part = ''] = path.split('/');
  if (folder === 'predictor') return { kind: 'predictor' };
  // Format 1 left it to the record.
  if (folder === 'pipelines') return { kind: 'pipeline', id: undefined };
  if (folder === 'traces') return { kind: 'trace', id: undefined };
  if (folder !== 'runs') return undefined;
  try {
    return { kind: 'run', run: decodeURIComponent(id), part, folder: `runs/${id}` };
  } catch {
    return undefined;
  }
}

/** Entries of somebody else's zip that a refusal names. */
const NAMED = 3;

/** Of a zip that no export of the lab can be. */
export function foreign(paths: readonly string[]): string {
  const files = paths.filter((path) => !path.endsWith('/'));
  if (files.length === 0) return 'it is an empty zip; expected one that the lab exported.';
  const kind = kindOfNames((part) => files.some((path) => path.includes(part)));
  if (kind !== undefined) return `it is ${kind}; ${adviceOn(kind) ?? 'the lab reads none'}.`;
  const names = firstOf(
    files.map((path) => quotedName(path).slice(1, -1)),
    NAMED,
  );
  const what = files.length === 1 ? 'a zip of another file' : 'a zip of other files';
  return `it is ${what} (${names}), not one that the lab exported (that has a ${MANIFEST}); unpack it and drop the file itself.`;
}
