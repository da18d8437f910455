/**
 * What a lesson is: data. Its scenes set the lab, its figures are computed from the run that is on screen, its goals are
 * predicates by name; its texts stand apart (`words.ts` of each lesson), so that they can be translated.
 */
import type { Lane } from './facts.ts';
import type { Figure } from './figures.ts';
import type { Goal, Relation } from './goals.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Experiment } from '../scenario/experiment.ts';

/** What the lab is set to. */
export interface Scene {
  /** The view. */
  readonly page?: string;
  readonly set?: Partial<Experiment>;
  /** Second of the trace at which the run stands; `play` lets it run on from there. */
  readonly time?: number;
  readonly play?: boolean;
  readonly speed?: number;
  /** A button (`places.ts` of the page) that is pressed for the visitor once it is there. */
  readonly press?: string;
  /** Lane whose decision card is open; `none` closes it. */
  readonly card?: Lane | 'none';
  /** What single views are asked to show, by names that begin with the view's own: `map.right`. */
  readonly asks?: Readonly<Record<string, string | number | boolean>>;
}

/** What must hold of a step's figures for its text to be true. A test plays every lesson and fails where one does not. */
export interface Claim {
  readonly figure: string;
  readonly is: Relation;
  /** A number, or another figure of the step. */
  readonly than: number | string;
  /** The second of `between`. */
  readonly and?: number;
}

/** A symbol of an equation, and what it stands for on the page. */
export interface SymbolOf {
  /** Name that the equation gives it: `\sym{id}{…}`. */
  readonly id: string;
  /** Part of the page that lights up with it. */
  readonly part: string;
  /** Its value now. */
  readonly figure?: Figure;
}

export interface Equation {
  readonly tex: string;
  readonly symbols: readonly SymbolOf[];
}

interface Common {
  /** Alone within its lesson; part of links. */
  readonly id: string;
  /** Set when the step is entered; what it leaves out stays. */
  readonly scene?: Scene;
  /** What is pointed at (`parts.ts` of the page); the rest is dimmed. */
  readonly part?: string;
  /** By the names that the text writes as {name}. */
  readonly figures?: Readonly<Record<string, Figure>>;
  readonly claims?: readonly Claim[];
  readonly equation?: Equation;
}

/** Something to read. */
export interface Read extends Common {
  readonly kind: 'read';
}

/** Something to look at on the page. */
export interface Look extends Common {
  readonly kind: 'look';
  readonly part: string;
}

/** Which option is right: computed, not written down. */
export type Right =
  /** The one whose figure is largest, or smallest. */
  | { readonly by: 'most' | 'least'; readonly figures: Readonly<Record<string, Figure>> }
  /** By where a figure lies: the first band whose `below` is above it; the last has none. */
  | {
      readonly by: 'band';
      readonly figure: Figure;
      readonly bands: readonly { readonly option: string; readonly below?: number }[];
    };

/** A guess before anything of it is shown: `outcome` is set only after it. A wrong one is kept, and shown beside the outcome. */
export interface Predict extends Common {
  readonly kind: 'predict';
  /** Their texts are in the words; in this order. */
  readonly options: readonly string[];
  readonly outcome: Scene;
  readonly right: Right;
}

/** The same with levels that are set, one a point, and drawn beside what came out. */
export interface Draw extends Common {
  readonly kind: 'draw';
  /** Of each point, by the ids of the words' labels. */
  readonly points: Readonly<Record<string, Figure>>;
  readonly unit: string;
  readonly digits: number;
  /** The scale on which it is drawn; what lies beyond stands at its end, and says so. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** A point within this factor of the outcome passes for right. */
  readonly within: number;
  readonly outcome: Scene;
}

/** Something to do in the lab, until a goal is met. */
export interface Do extends Common {
  readonly kind: 'do';
  readonly goal: Goal;
  /** One way to meet it: what “Show me” sets, and what the lessons' test plays. */
  readonly solution: Scene;
}

/** A question about what is on screen, checked from numbers that the lab has. */
export interface Explain extends Common {
  readonly kind: 'explain';
  readonly options: readonly string[];
  readonly right: Right;
}

export type Step = Read | Look | Predict | Draw | Do | Explain;

export interface Lesson {
  readonly id: string;
  /** Raised where its steps change so much that a link to one means another; links say it. */
  readonly version: number;
  readonly minutes: number;
  /** Ids of lessons that it builds on. */
  readonly needs: readonly string[];
  /** What the lab is set to before the first step, on top of the lab's defaults. */
  readonly scene: Scene;
  /** A pipeline of the lesson's own, which the lab holds while it lasts. */
  readonly pipeline?: Pipeline;
  readonly steps: readonly Step[];
}

/** The texts of one step. In every text {name} is a figure of the step and [[term]] or [[term|as written]] a word of the glossary. */
export interface StepWords {
  readonly heading: string;
  /** Paragraphs. Of a step with a question those before it. */
  readonly text: readonly string[];
  readonly question?: string;
  readonly options?: Readonly<Record<string, { readonly text: string; readonly wrong?: string }>>;
  /** Labels of the points that are drawn, and of their axis. */
  readonly points?: Readonly<Record<string, string>>;
  readonly axis?: string;
  /** Said once it is answered rightly or done; after a prediction, beside the outcome whatever was guessed. */
  readonly after?: readonly string[];
  /** The step's equation as it is read aloud, and what each symbol is called. */
  readonly equation?: { readonly words: string; readonly symbols: Readonly<Record<string, string>> };
}

export interface LessonWords {
  readonly title: string;
  /** What it teaches, one sentence. */
  readonly teaches: string;
  readonly steps: Readonly<Record<string, StepWords>>;
}
