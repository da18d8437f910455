/** The recorded training: fetched where there is none of the visitor's own. */
import text from './training.json?raw';
import type { TrainingRecording } from '../../experiments/recorded/file.ts';

export const recordedTraining = JSON.parse(text) as TrainingRecording;
