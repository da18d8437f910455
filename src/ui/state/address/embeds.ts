/** What of the lab a frame in another page can show: `embed=lanes` in its link. */
import { measures } from '../../../scenario/measures.ts';

/** Timelines that stand alone, by the ids of their rows. */
const ROWS = ['qos', 'cost', 'latency', 'inTime', 'unmet'] as const;
const titleOf = (id: string): string => measures.find((measure) => measure.id === id)!.title;

export interface Embed {
  readonly id: string;
  readonly name: string;
  /** Of the frame before it tells its own, px, as wide as a column of text. */
  readonly height: number;
}

export const LESSON = 'lesson';
/** The curve of the recorded training: nothing of a visitor's own is read in a frame. */
export const CURVE = 'curve';
/** The policy maps of both lanes, and where they differ. */
export const MAP = 'map';

export const EMBEDS: readonly Embed[] = [
  { id: 'lanes', name: 'Both lanes', height: 470 },
  { id: 'headline', name: 'Headline', height: 190 },
  { id: 'timelines', name: 'All timelines', height: 1500 },
  { id: 'load', name: 'Timeline: Load', height: 330 },
  ...ROWS.map((id) => ({ id, name: `Timeline: ${titleOf(id)}`, height: 330 })),
  { id: MAP, name: 'Policy map', height: 860 },
  { id: CURVE, name: 'Learning curve, recorded', height: 520 },
  { id: LESSON, name: 'Lesson', height: 760 },
];

export function embedName(id: string | undefined): string {
  return (EMBEDS.find((one) => one.id === id) ?? EMBEDS[0]!).name;
}
