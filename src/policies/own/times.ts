/** How long a visitor's program may take, milliseconds; beyond, it is ended and its run fails in a sentence. */

/** To begin an episode: a text is parsed and run once, a network is loaded and answers once. */
export const START_MS = 2000;
export const DECISION_MS = 50;
/** The first decision of an episode, which an engine compiles. */
export const FIRST_MS = 250;
