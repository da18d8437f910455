/** Parts put together: whole only where every run is there once, and all are of one plan and one version of the lab. */
import { keysOf } from './asked.ts';
import { exactJson } from './figures.ts';
import type { PartHead, Whole } from './part.ts';
import type { OpenPart } from './partRead.ts';
import { cellKey, placeKey, type Place } from './plan.ts';
import { lateKey, type Found, type FoundPiece } from './tasks.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { firstOf } from '../../model/text.ts';

/** Of a run and of a scenario's references. */
function keyOf(piece: FoundPiece): string {
  if (piece.kind === 'cell') return cellKey(piece.cell);
  if (piece.kind === 'references') return placeKey(piece.references);
  return lateKey(piece.late);
}

function words(piece: FoundPiece): string {
  const at: Place & { readonly policy?: string } =
    piece.kind === 'cell' ? piece.cell : piece.kind === 'late' ? piece.late : piece.references;
  const what = at.policy === undefined ? 'what is possible' : `the run of ${at.policy}`;
  return `${what} on ${at.pipeline}, ${at.workload}, seed ${String(at.seed)}`;
}

/** Gathers parts one after the other; each refusal is a sentence, and what was taken before stays. */
export class Merger {
  #first: { readonly name: string; readonly head: PartHead } | undefined;
  /** By shard, the part that it came from. */
  readonly #names = new Map<number, string>();
  readonly #pieces = new Map<string, FoundPiece>();
  #asked: ReadonlySet<string> = new Set();
  #processorSeconds = 0;

  get processorSeconds(): number {
    return this.#processorSeconds;
  }

  take(name: string, { head, pieces }: OpenPart): Result<true> {
    this.#asked = this.#first ? this.#asked : keysOf(head.asked);
    this.#first ??= { name, head };
    const stranger = strange(this.#first, { name, head });
    if (stranger !== undefined) return refused(stranger);
    const { index, of } = head.shard;
    const before = this.#names.get(index);
    if (before !== undefined)
      return refused(
        `Shard ${String(index)}/${String(of)} is there twice: ${before} and ${name}. Leave one of them out.`,
      );
    this.#names.set(index, name);
    for (const piece of pieces()) {
      if (!piece.ok) return piece;
      const key = keyOf(piece.value);
      if (!this.#asked.has(key))
        return refused(`${name} holds ${words(piece.value)}, which its comparison does not ask for.`);
      if (this.#pieces.has(key))
        return refused(`${name} holds ${words(piece.value)}, which is there already, in it or before it.`);
      this.#pieces.set(key, piece.value);
    }
    this.#processorSeconds += head.processorSeconds;
    return accepted(true);
  }

  /** All that was found, in the plan's order, once every shard and every run of it is there. */
  whole(): Result<{ readonly whole: Whole; readonly found: Found }> {
    if (!this.#first) return refused('No part is named.');
    const { head } = this.#first;
    const { of } = head.shard;
    const missing = Array.from({ length: of }, (_, i) => i).filter((i) => !this.#names.has(i));
    if (missing.length > 0)
      return refused(
        `Of ${String(of)} shards ${missing.length === 1 ? 'one is' : `${String(missing.length)} are`} missing: ${firstOf(
          missing.map((i) => `${String(i)}/${String(of)}`),
          10,
        )}.`,
      );
    const found: { [K in keyof Found]: Found[K][number][] } = { cells: [], references: [], late: [] };
    for (const key of this.#asked) {
      const piece = this.#pieces.get(key);
      if (!piece)
        return refused(
          `The shards are all there, but none holds ${key}; they were cut by other rules, or changed by hand.`,
        );
      if (piece.kind === 'cell') found.cells.push(piece.cell);
      else if (piece.kind === 'references') found.references.push(piece.references);
      else found.late.push(piece.late);
    }
    return accepted({ whole: head, found });
  }
}

/** Why a part does not belong to the first; undefined where it does. */
function strange(
  first: { readonly name: string; readonly head: PartHead },
  { name, head }: { readonly name: string; readonly head: PartHead },
): string | undefined {
  const both = `${name} and ${first.name}`;
  const [a, b] = [first.head, head];
  for (const [what, key] of [
    ['versions of the lab', 'version'],
    ['sources of the lab', 'sources'],
    ['versions of Node.js', 'node'],
  ] as const)
    if (a.lab[key] !== b.lab[key])
      return `${both} were made by different ${what} (${short(b.lab[key])} and ${short(a.lab[key])}), which may differ in the last digit; run one of them again.`;
  const differing = Object.keys({ ...a.asked.record, ...b.asked.record }).filter((field) => {
    const of = (one: PartHead): unknown => (one.asked.record as unknown as Record<string, unknown>)[field];
    return exactJson(of(a) ?? null) !== exactJson(of(b) ?? null);
  });
  if (differing.length > 0)
    return `${both} are of different comparisons: their ${differing.join(', ')} differ.`;
  if (a.plan !== b.plan || commonText(a) !== commonText(b))
    return `${both} are of different comparisons: a pipeline, load, policy or option is another under the same name.`;
  if (a.shard.of !== b.shard.of)
    return `${both} are of one comparison cut in different ways, in ${String(b.shard.of)} and in ${String(a.shard.of)} shards.`;
  return undefined;
}

const short = (text: string): string => (/^[0-9a-f]{64}$/.test(text) ? text.slice(0, 12) : text);

const commonText = ({ asked, against, notes }: Whole): string => exactJson({ asked, against, notes });
