/** The recorded comparison: fetched where there is none of the visitor's own. */
import text from './comparison.json?raw';
import type { ComparisonRecording } from '../../experiments/recorded/file.ts';

export const recordedComparison = JSON.parse(text) as ComparisonRecording;
