import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'Inside PPO',
  teaches:
    'How an agent learns from its own trials: ratio, advantage and clip, entropy, the expert, and what a learning rate far too high does.',
  steps: {
    trials: {
      heading: 'Learning from trials',
      text: [
        'Nobody tells an agent how many replicas to order. It tries, and [[agent|PPO]] makes choices that earned more than expected more probable, a little at a time.',
        'You will watch trainings of 30 updates here in your browser. They are small, so that each takes seconds: too short for a good agent, long enough to see how it learns. They are kept in the list of runs under the name of this lesson, where you can delete them; when you leave, the lab has the agent again that it had before.',
      ],
    },
    first: {
      heading: 'Before the first step',
      text: [
        'Each update goes over the same decisions several times, in parts called minibatches. Of each decision the [[ratio]] says how probable its choice is now, against what it was when it was made.',
      ],
      question: 'Where do the ratios of an update’s first minibatch lie?',
      options: {
        one: { text: 'All at 1' },
        spread: {
          text: 'On both sides of 1: good choices above, poor ones below',
          wrong:
            'That is what the update will do. In its first minibatch the agent is still the one that made these choices.',
        },
        edge: {
          text: 'At the ends of the clip region',
          wrong: 'Nothing has been pushed yet, so nothing can have reached an end.',
        },
      },
      after: [
        'The PPO [[microscope]] shows it as soon as the agent is trained: {decisions} decisions, ratios from {least} to {most}. Height is the [[advantage]], whose mean in a minibatch is 0: what lies below earned less than expected.',
      ],
    },
    clip: {
      heading: 'The last minibatch',
      text: [
        'Now the same for the update’s last minibatch: {outside} of {decisions} ratios have left the [[clip]] region, from 0.8 to 1.2.',
        'Point at the symbols of equations (11) and (12), or focus them: each lights its dots, its setting and its curve. Two are about this question: ε and min.',
      ],
      question: 'Which decisions outside the region does the update still push?',
      options: {
        none: {
          text: 'None: the clip stops them all',
          wrong: 'Point at min: it lights decisions outside the region that are pushed.',
        },
        some: { text: 'Those that would be pushed back towards 1' },
        all: {
          text: 'All: the clip only makes the push smaller',
          wrong: 'Point at ε: what it lights is pushed no further, because beyond the end nothing changes L.',
        },
      },
      after: [
        '{pushed} of the {outside} are still pushed. The clip stops a choice that has already become more probable and was good, or less probable and was poor; one that went the wrong way may come back.',
      ],
    },
    entropy: {
      heading: 'Undecided, then less so',
      text: [
        '[[entropy|Entropy]] says how undecided the agent is: it began at {first} of drawing lots and is at {last} now. Who is certain too soon never sees what else there is; who never decides earns what chance earns.',
        'Meanwhile J on a load that is [[heldOut|held out]] went from {early} after five updates to {end}.',
      ],
    },
    expert: {
      heading: 'Without the expert',
      text: [
        'In the first half of that training an [[expert]] said in each state what it would have done, and the agent imitated that as well; then it was left alone. Now the same training, with the same seed, without an expert.',
      ],
      question: 'Where does it stand at its end, on the held-out load?',
      options: {
        ahead: {
          text: 'Ahead: it found out by itself what the expert does not know',
          wrong:
            'It could go beyond the expert in time. But its first trials are by lot, and there are very many orders to try.',
        },
        same: {
          text: 'Level: half of the training is enough to catch up',
          wrong: 'What the other learned in the first updates, this one still has to come across by chance.',
        },
        behind: { text: 'Behind' },
      },
      after: [
        'It ends at {end}, with the expert it was {advisedEnd}. Over all updates it lost {lost} points a decision to the optimum of the equations, with the expert {advisedLost}. An expert saves trials; how much depends on how long the training is.',
      ],
    },
    fast: {
      heading: 'Break it',
      text: [
        'The expert is back, and one setting is changed: the learning rate, the length of each step, is 0.1 instead of 0.003.',
      ],
      question: 'What becomes of the training?',
      options: {
        sooner: {
          text: 'It learns the same, sooner',
          wrong: 'A longer step from the same few trials goes past what they have shown.',
        },
        held: {
          text: 'Hardly anything: the clip holds every ratio within its region',
          wrong:
            'The clip only stops pushing what is outside; a single long step carries choices far beyond it at once.',
        },
        loses: { text: 'It gains, and loses again what it had gained' },
      },
      after: [
        'One update moved the policy by a [[kl|KL]] of {kl}, and from one check on the held-out load to the next J once fell by {fall}; with the small rate it was {before} at most. It ends at {end} instead of {advisedEnd}. The doctor below the learning curve names it, by the latest of them: updates too large.',
      ],
    },
    heal: {
      heading: 'Heal it',
      text: [
        'The doctor says what it saw, what that means, and which change would help. “Fork with this change” goes on from the best checkpoint with other settings. Press it below “Updates too large”, and wait some seconds.',
      ],
      after: [
        'The largest KL of the fork is {kl}. It ends at {end}, where the broken training ended at {endBefore}; the largest fall of J is {fall}, where it was {fallBefore}. When a training of your own goes wrong, look at the size of its updates first.',
      ],
    },
  },
};
