/** Limits of speed as text: `pods:4:15+percent:100:15`, at most 4 replicas or 100 % of them within 15 s. */
import { accepted, refused, type Result } from '../../model/result.ts';
import type { RatePolicy } from '../rivals/hpaAlgorithm.ts';

/** autoscaling/v2 allows periods of up to half an hour; the number of rules is bounded here only. */
const MOST_RULES = 8;
const MOST_SECONDS = 1800;
const MOST_VALUE = 1_000_000;

export function writeRules(rules: readonly RatePolicy[]): string {
  return rules
    .map(({ type, value, periodSeconds }) => `${type}:${String(value)}:${String(periodSeconds)}`)
    .join('+');
}

/** Refused with what was expected, to go after "must be". */
export function parseRules(text: string): Result<readonly RatePolicy[]> {
  const pieces = text.split('+', MOST_RULES + 1);
  if (pieces.length > MOST_RULES) return refused(`at most ${String(MOST_RULES)} rules joined by +`);
  const rules: RatePolicy[] = [];
  for (const piece of pieces) {
    const found = /^(pods|percent):(\d{1,7}):(\d{1,4})$/.exec(piece);
    if (!found)
      return refused(
        'rules such as pods:4:15+percent:100:15 (pods or percent, how many, within how many seconds)',
      );
    const [value, periodSeconds] = [Number(found[2]), Number(found[3])];
    if (value < 1 || value > MOST_VALUE)
      return refused(`rules whose number is from 1 to ${String(MOST_VALUE)}`);
    if (periodSeconds < 1 || periodSeconds > MOST_SECONDS)
      return refused(`rules whose period is from 1 to ${String(MOST_SECONDS)} seconds`);
    rules.push({ type: found[1] as RatePolicy['type'], value, periodSeconds });
  }
  return accepted(rules);
}
