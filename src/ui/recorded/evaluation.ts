/** The recorded evaluation of the paper: fetched where there is none of the visitor's own. */
import text from './evaluation.json?raw';
import type { EvaluationRecording } from '../../experiments/recorded/file.ts';

export const recordedEvaluation = JSON.parse(text) as EvaluationRecording;
