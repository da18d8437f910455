/** One of what `Segmented`, `Select` and `Picker` offer. */
export interface Option<Id extends string | number = string> {
  readonly id: Id;
  readonly name: string;
  /** In `Select` and `Picker`: options of one group stand together below its name. */
  readonly group?: string;
  readonly disabled?: boolean;
  readonly title?: string;
}

/** Options that are called what they are. */
export function optionsOf<Id extends string | number>(ids: readonly Id[]): readonly Option<Id>[] {
  return ids.map((id) => ({ id, name: String(id) }));
}
