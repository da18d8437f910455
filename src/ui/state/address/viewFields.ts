/** What is looked at in single views, as fields of a link. */
import { keepView, noSuch, notHeld, type LinkField } from './linkField.ts';
import { embedName, EMBEDS } from './embeds.ts';
import { quoted } from './quoted.ts';
import { placeFrom } from '../learn/place.ts';
import { LSTM } from '../training/lstm.ts';
import type { Budget } from '../../../learning/training/agentTraining.ts';
import { BOUNDS } from '../../../model/bounds.ts';
import { holds } from '../../../model/range.ts';
import { textComplaint } from '../../../model/text.ts';
import { importsOf, LONGEST_LOAD } from '../../../workload/shaping/shaped.ts';
import { forecasterNames } from '../../../workload/forecasters/list.ts';

const budgetText = (budget: Budget): string =>
  'seconds' in budget ? `${String(budget.seconds)}s` : `${String(budget.steps)}steps`;

function budgetFrom(text: string): Budget | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(s|steps)$/.exec(text) ?? [];
  const value = Number(digits);
  if (unit === 's' && holds(BOUNDS.budgetSeconds, value)) return { seconds: value };
  return unit === 'steps' && holds(BOUNDS.budgetSteps, value) ? { steps: value } : undefined;
}

/** Of the form that keys of terms have; whether there is one the glossary says, which is fetched with its view. */
const TERM = /^[a-zA-Z][\w-]{0,39}$/;

export const viewFields: readonly LinkField[] = [
  {
    param: 'term',
    keep: keepView('term'),
    shown: ({ view: { term } }) =>
      term === undefined ? 'the glossary’s beginning' : `the term ${quoted(term)}`,
    write: ({ view: { term } }) => term,
    read: (text, into) =>
      TERM.test(text)
        ? { linked: { ...into, view: { ...into.view, term: text } } }
        : { said: noSuch('term', text) },
  },
  {
    param: 'lesson',
    keep: keepView('lesson'),
    shown: ({ view: { lesson } }) => (lesson === undefined ? 'no lesson' : `the lesson ${quoted(lesson)}`),
    write: ({ view: { lesson } }) => lesson,
    // Which lessons there are they say themselves, fetched when one is played.
    read: (text, into) =>
      placeFrom(text)
        ? { linked: { ...into, view: { ...into.view, lesson: text } } }
        : { said: noSuch('lesson', text) },
  },
  {
    param: 'assignment',
    keep: keepView('assignment'),
    shown: () => 'what was here',
    write: ({ view: { assignment } }) => assignment,
    // What it says is read with the code that works on it.
    read: (text, into) =>
      /^[\w-]+$/.test(text)
        ? { linked: { ...into, view: { ...into.view, assignment: text } } }
        : { said: 'The assignment in the link is damaged: part of the address may be missing.' },
  },
  {
    param: 'agent',
    keep: keepView('agent'),
    shown: ({ view: { agent } }) => (agent === undefined ? 'no trained agent' : 'the agent that was here'),
    write: ({ view }) => view.agent,
    read: (text, into) =>
      // Archives bring ids of any form.
      textComplaint(text) === undefined
        ? { linked: { ...into, view: { ...into.view, agent: text } } }
        : { said: noSuch('training run', text) },
  },
  {
    param: 'budget',
    keep: keepView('budget'),
    shown: ({ view: { budget } }) => (budget ? budgetText(budget) : 'what the next training had'),
    write: ({ view: { budget } }) => budget && budgetText(budget),
    read: (text, into) => {
      const budget = budgetFrom(text);
      return budget
        ? { linked: { ...into, view: { ...into.view, budget } } }
        : {
            said: `A training’s budget is like 60s or 50000steps; the link says ${quoted(text)}.`,
          };
    },
  },
  {
    param: 'drawn',
    keep: keepView('drawn'),
    shown: ({ view: { drawn } }) => `“${forecasterNames.find(({ id }) => id === drawn)?.name ?? drawn}”`,
    write: ({ view: { drawn } }) => (drawn === LSTM ? undefined : drawn),
    read: (text, into) =>
      text !== 'true' && forecasterNames.some(({ id }) => id === text)
        ? { linked: { ...into, view: { ...into.view, drawn: text } } }
        : { said: noSuch('forecaster to draw', text) },
  },
  {
    param: 'shape',
    keep: keepView('draft'),
    shown: ({ view: { draft } }) => (draft === undefined ? 'the header’s load' : quoted(draft)),
    write: ({ view: { draft } }) => draft,
    // Whether it can be made the Loads view says, where it is mended.
    read: (text, into, holds) => {
      if (textComplaint(text, LONGEST_LOAD) !== undefined) return { said: noSuch('load to shape', text) };
      const away = importsOf(text).filter((id) => !holds('trace', id));
      return away.length > 0
        ? { said: notHeld('What the link shapes in Loads is made of', away) }
        : { linked: { ...into, view: { ...into.view, draft: text } } };
    },
  },
  {
    param: 'embed',
    keep: keepView('embed'),
    shown: ({ view: { embed } }) => `the figure “${embedName(embed)}”`,
    write: ({ view: { embed } }) => embed,
    read: (text, into) =>
      EMBEDS.some(({ id }) => id === text)
        ? { linked: { ...into, view: { ...into.view, embed: text } } }
        : { said: noSuch('figure to embed', text) },
  },
];
