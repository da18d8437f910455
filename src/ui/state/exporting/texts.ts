/** Names of images and addresses of models, by pipeline, as they last from visit to visit in the browser's local storage. */
import * as v from 'valibot';
import { shelve, shelvedJson, type Shelf } from '../keeping/shelf.ts';
import { checked } from '../../../model/checked.ts';

export type ByPipeline = Readonly<Record<string, readonly string[]>>;

interface Texts {
  readonly images: ByPipeline;
  readonly modelUris: ByPipeline;
}

const KEY = 'sluice-filled';
/** With more pipelines those filled in first are let go. */
export const MOST_PIPELINES = 60;

/** As a link takes them; whether a cluster does the Export view says. */
const TextSchema = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{0,420}$/));
const ListSchema = v.pipe(v.array(TextSchema), v.maxLength(64));
/** An id may be any text, `constructor` too, which a schema of a record leaves out. */
const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** What of it was kept and is sound. */
export function keptTexts(shelf: Shelf | undefined): Texts {
  const kept = entriesOf(shelf && shelvedJson(KEY, shelf));
  const of = (name: keyof Texts): ByPipeline =>
    Object.fromEntries(
      entriesOf(kept.find(([key]) => key === name)?.[1]).flatMap(([id, list]) => {
        const read = checked(ListSchema, list);
        return read.ok ? [[id, read.value] as const] : [];
      }),
    );
  return { images: of('images'), modelUris: of('modelUris') };
}

/** Keeps what of `now` differs from `before`, beside what another tab has kept; `all`: also that something is gone. */
export function keepTexts(before: Texts, now: Texts, all: boolean, shelf: Shelf | undefined): void {
  if (!shelf) return;
  const fresh = (name: keyof Texts) =>
    Object.entries(now[name]).filter(([id, list]) => before[name][id] !== list);
  const gone = (name: keyof Texts): readonly string[] =>
    all ? Object.keys(before[name]).filter((id) => !Object.hasOwn(now[name], id)) : [];
  const names = ['images', 'modelUris'] as const;
  if (names.every((name) => fresh(name).length + gone(name).length === 0)) return;
  const kept = keptTexts(shelf);
  const joined = (name: keyof Texts): ByPipeline => {
    const mine = [...fresh(name).map(([id]) => id), ...gone(name)];
    const others = Object.entries(kept[name]).filter(([id]) => !mine.includes(id));
    return Object.fromEntries([...others, ...fresh(name)].slice(-MOST_PIPELINES));
  };
  const texts: Texts = { images: joined('images'), modelUris: joined('modelUris') };
  shelve(KEY, JSON.stringify(texts), shelf);
}
