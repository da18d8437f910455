/** What of a load's id says that it is shaped: all that the page must know before it fetches the rest. */

/** Longest text of a shaped load, in characters: a link holds it. */
export const LONGEST_LOAD = 2000;

/** Begins a load that is the same all the time: `flat:1200,5`. */
export const FLAT = 'flat:';
/** Between a base and its steps. */
export const STEP = '~';

/** Whether `id` is the text of a load with steps, and not a generator's or an import's id. Whether it can be made is another question. */
export function isShaped(id: string): boolean {
  return id.includes(STEP) || id.startsWith(FLAT);
}

/** What stands before the first step. */
export function baseOf(id: string): string {
  return id.split(STEP, 1)[0]!;
}

/** Ids of the imports that the load `id` is made of; itself where it is one. */
export function importsOf(id: string): readonly string[] {
  return [...new Set(id.match(/import:[0-9a-f]{8}(?![\w])/g) ?? [])];
}

/** Whether what is chosen, a load or a pipeline, is that import, or is made of it. */
export function isMadeOf(chosen: string, id: string): boolean {
  return chosen === id || importsOf(chosen).includes(id);
}
