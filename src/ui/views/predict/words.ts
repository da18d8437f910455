/** Sentences of the Predict view. */
import { possibleWords, SEARCHING } from '../../finding/possible.ts';
import { written } from '../../finding/told.ts';
import { fixed, whole } from '../../format.ts';
import { LSTM } from '../../state/training/lstm.ts';
import type { ForecastRow } from '../../state/training/predict.svelte.ts';
import type { ForecastValue } from '../../../experiments/forecastValue/forecastValue.ts';
import { atHand, toOthers } from '../../../experiments/forecastValue/words.ts';
import { csvOf } from '../../../model/text.ts';
import type { NoiseFloor } from '../../../workload/accuracy.ts';
import type { TestPart } from '../../../../workers/predictProtocol.ts';

/** A span of time as a reader says it: 2 days, 5.6 hours, 20 minutes. */
export function span(seconds: number): string {
  const say = (value: number, unit: string): string => {
    const text = fixed(value, Number.isInteger(Math.round(10 * value) / 10) ? 0 : 1);
    return `${text} ${unit}${text === '1' ? '' : 's'}`;
  };
  if (seconds >= 86_400) return say(seconds / 86_400, 'day');
  if (seconds >= 7200) return say(seconds / 3600, 'hour');
  return say(seconds / 60, 'minute');
}

/** What the comparison found: the closest forecaster, where the LSTM stands, what noise leaves. */
export function finding(rows: readonly ForecastRow[], floor: number): string {
  const best = rows[0];
  if (!best) return 'How well can the next 20 seconds be known?';
  const place = rows.findIndex((row) => row.id === LSTM);
  const lstm = rows[place];
  const noise = `noise alone leaves ${fixed(floor, 1)} %`;
  if (!lstm) return `${best.name} errs by ${fixed(best.smape, 1)} %; ${noise}.`;
  if (place === 0) {
    const next = rows[1];
    const rival = next ? `, ${next.name} by ${fixed(next.smape, 1)} %` : '';
    return `The LSTM errs by ${fixed(lstm.smape, 1)} %${rival}; ${noise}.`;
  }
  return `${best.name} errs by ${fixed(best.smape, 1)} %, the LSTM by ${fixed(lstm.smape, 1)} %; ${noise}.`;
}

/** What was learned from and what was tested on. */
export function parts(test: TestPart): string {
  const forecasts = `${whole(test.times.length)} forecasts`;
  return test.from === 'trace'
    ? `Those that learn saw the first ${span(test.trainingSeconds)} of this trace; all are judged by ${forecasts} on its last ${span(test.testSeconds)}.`
    : `This trace is short, so those that learn saw the lab’s synthetic day; all are judged by ${forecasts} on the whole trace.`;
}

/** All errors as CSV, the closest first, the noise floor last. */
export function scoresCsv(rows: readonly ForecastRow[], floor: NoiseFloor): string {
  return csvOf([
    ['forecaster', 'smape_percent', 'mase', 'pinball_rps', 'coverage', 'milliseconds'],
    ...rows.map((r) => [r.name, r.smape, r.mase, r.pinball, r.coverage, r.milliseconds]),
    ['noise floor', floor.smape, floor.mase, floor.pinball, undefined, undefined],
  ]);
}

/** Below the answer to what a better forecast is worth: who else gains, what is possible, and how the search stands. */
export function worthWords(value: ForecastValue, active: boolean): string {
  const { kind, plan: earned, bound, searching, share } = value;
  const possible =
    kind === 'exact'
      ? `With the load known in advance, the optimum earns ${written('reward', earned)} a decision, exactly.`
      : possibleWords({ earned, bound });
  const stopped =
    share < 1
      ? 'Stopped before every forecaster was measured.'
      : 'Stopped while a better plan was searched for: all may lose a little more than is drawn.';
  const search = searching ? (active ? SEARCHING : stopped) : '';
  return [atHand(value), toOthers(value), possible, search].filter((sentence) => sentence !== '').join(' ');
}
