/** One after the other, so that what is noted or refused of several files is the same, in the same order, each time. */
export async function oneByOne<T, R>(all: readonly T[], each: (one: T) => Promise<R>): Promise<readonly R[]> {
  const found: R[] = [];
  for (const one of all) found.push(await each(one));
  return found;
}
