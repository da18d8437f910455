/** Where a policy map is made: loads across, cores upwards. */
import type { Scenario } from '../../scenario/scenario.ts';
import { leastDevice } from '../../model/pipelineCores.ts';

export interface MapGrid {
  /** req/s, ascending. */
  readonly loads: readonly number[];
  /** W_max of each row, ascending. */
  readonly cores: readonly number[];
}

const COLUMNS = 24;
const ROWS = 12;
/** Rows lie closer where cores are few: that is where each bears on the choice. */
const BEND = 1.7;
/** Of the highest load of the scenario. */
const BEYOND = 1.2;

/**
 * From nearly nothing to a little over the highest load of the scenario, and from the cores of its smallest configuration
 * to W_max.
 */
export function gridOf(
  scenario: Scenario,
  { columns = COLUMNS, rows = ROWS }: { readonly columns?: number; readonly rows?: number } = {},
): MapGrid {
  const least = leastDevice(scenario.pipeline);
  const most = scenario.limits.maxCores;
  const top = BEYOND * scenario.workload.rates.reduce((a, b) => Math.max(a, b), 1);
  const spaced = Array.from(
    { length: rows },
    (_, i) => least + (most - least) * (i / Math.max(1, rows - 1)) ** BEND,
  );
  return {
    loads: Array.from({ length: columns }, (_, i) => (top * (i + 1)) / columns),
    cores: [...new Set(spaced.map(Math.round))],
  };
}
