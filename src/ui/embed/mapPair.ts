/** Whose maps stand in a frame: those of the link's lanes, where they have one. Pure. */
import { hasMap, otherThan } from '../policyMap/hasMap.ts';
import { policyStyle, UNTRAINED } from '../theme/policies.ts';

export interface MapPair {
  readonly keys: readonly [string, string];
  /** What stands in another's place, sentences; '' where nothing does. */
  readonly said: string;
}

export function mapPair([a, b]: readonly [string, string]): MapPair {
  const left = hasMap(a) ? a : UNTRAINED;
  const right = hasMap(b) && b !== left ? b : otherThan(left);
  const name = (key: string): string => policyStyle(key).name;
  const said = [
    ...(left === a ? [] : [`${name(a)} has no policy map; ${name(left)} stands in its place.`]),
    ...(right === b
      ? []
      : [
          hasMap(b)
            ? `Both lanes have the same policy; ${name(right)} stands beside it.`
            : `${name(b)} has no policy map; ${name(right)} stands in its place.`,
        ]),
  ];
  return { keys: [left, right], said: said.join(' ') };
}
