/**
 * What a browser or an archive holds under an id that is the lab's `own` would be taken for it, and no list can show two
 * of one id: it stays in the storage and in exports, and is not offered.
 */
export function notTheLabs<T extends { readonly id: string }>(
  kept: readonly T[],
  own: readonly { readonly id: string }[],
): readonly T[] {
  return kept.filter(({ id }) => !own.some((one) => one.id === id));
}
