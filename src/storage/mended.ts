/** Texts of a kept pipeline, which older versions of the lab took from files as they were: mended, so that it stays. */
import { isFields, type Fields } from '../model/fields.ts';
import { LONGEST_METRIC } from '../model/parse.ts';
import { LONGEST_NAME, nameFrom, noteFrom, shortened, textComplaint } from '../model/text.ts';

/** A name; what is none at all is left for the schema to refuse. */
function label(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '' || textComplaint(value.trim()) === undefined)
    return value;
  return nameFrom(value) || 'unnamed';
}

const remark = (value: unknown, most?: number): unknown =>
  typeof value === 'string' ? noteFrom(value, most) : value;

/** The same fields with `change` in place of those that are there. */
function withFields(fields: Fields, change: Fields): Fields {
  const there = Object.entries(change).filter(([key]) => Object.hasOwn(fields, key));
  return there.every(([key, value]) => fields[key] === value)
    ? fields
    : { ...fields, ...Object.fromEntries(there) };
}

/** Two names that are one once they are mended stay two. */
function named(list: unknown, mend: (one: Fields) => Fields): unknown {
  if (!Array.isArray(list)) return list;
  const taken = new Set((list as readonly unknown[]).map((one) => (isFields(one) ? one['name'] : undefined)));
  return (list as readonly unknown[]).map((one) => {
    if (!isFields(one)) return one;
    const old = one['name'];
    let name = label(old);
    if (typeof name !== 'string' || name === old) return mend(one);
    const plain = name;
    for (let n = 2; taken.has(name); n++) name = `${shortened(plain, LONGEST_NAME - 4)} ${String(n)}`;
    taken.add(name);
    return withFields(mend(one), { name });
  });
}

/**
 * A pipeline whose name, source, metrics and names of stages and variants are texts of the lab's; its id, by which it is
 * found, and its numbers stay. What is no pipeline stays as it is.
 */
export function mendedPipeline(value: unknown): unknown {
  if (!isFields(value)) return value;
  const stages = named(value['stages'], (stage) =>
    withFields(stage, {
      metric: remark(stage['metric'], LONGEST_METRIC),
      variants: named(stage['variants'], (variant) => variant),
    }),
  );
  return withFields(value, { name: label(value['name']), source: remark(value['source']), stages });
}
