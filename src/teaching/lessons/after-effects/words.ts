import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'After-effects',
  teaches:
    'Start-up, rollouts and queues: where the best order for now is not the best order, what planning brings, and how near anybody comes to what is possible.',
  steps: {
    once: {
      heading: 'A world without memory',
      text: [
        'Here every order takes effect at once and nothing queues. What was ordered before is of no matter, so the best order for the coming ten seconds is the best there is: the [[myopic|myopic optimum]].',
        'It knows the coming load, and nobody can do better: it has {earned} points of [[j|J]].',
      ],
    },
    queues: {
      heading: 'The same orders where things take time',
      text: [
        'Next the world gets a memory: new replicas serve after 7 s, and requests that come too fast wait in queues. The myopic optimum still knows the coming load, and gives just the same orders.',
      ],
      question: 'What do they lose?',
      options: {
        nothing: {
          text: 'Nothing: the load is known',
          wrong: 'It is known ten seconds ahead, and most of them are over when a replica has started.',
        },
        tenth: {
          text: 'One or two tenths of a point',
          wrong: 'Each climb of the load is met late, and what queued meanwhile is late too.',
        },
        more: { text: 'More than that' },
      },
      after: [
        'It had {before} and has {now}: {lost} points less, by the same {changes} changes. Knowing the load is not enough.',
      ],
    },
    climb: {
      heading: 'Where it is lost',
      text: [
        'From 2:40 on the load climbs to {wanted} within forty seconds. Latency is {climbing} there in the mean, and {level} later, when the load is high and stays.',
        'While replicas start, requests wait; and who waits is still in the way when they have started. This is an [[startup|after-effect]]: what you order now bears on what you can earn later.',
      ],
    },
    planner: {
      heading: 'One that plans',
      text: [
        'The [[planner|planner]] plays what it may order forward in a model of this world, start-up and queues included, and orders what promises most over the coming decisions. It knows no more of the load. Lane B will run it.',
      ],
      question: 'What will it do otherwise?',
      options: {
        fewer: {
          text: 'Hold fewer cores, more cleverly',
          wrong: 'What it saves in waiting it buys with cores that stand ready.',
        },
        same: {
          text: 'Hold as many, at other moments',
          wrong: 'It also holds more: a margin is cheaper than a queue.',
        },
        more: { text: 'Hold more cores' },
      },
      after: [
        'It holds {cores} in the mean, the myopic optimum {myopicCores}; at 2:55 it has {early}, the other {myopicEarly}. Unmet load falls from {myopicUnmet} to {unmet}, and J is {lead} higher.',
      ],
    },
    zero: {
      heading: 'Is it the start-up?',
      text: ['Suppose that replicas started at once: a start-up of 0 s, while requests still queue.'],
      question: 'What becomes of the planner’s lead?',
      options: {
        gone: {
          text: 'It is gone',
          wrong: 'Start-up is one after-effect of two: requests that queue now are in the way later.',
        },
        part: { text: 'Some of it is left' },
        grows: {
          text: 'It grows',
          wrong: 'The planner loses one of the things that only it reckoned with.',
        },
      },
      after: [
        '{lead} of {before} are left. Between two orders lie ten seconds, and within them requests come unevenly and queue. So a margin pays even where replicas start at once.',
      ],
    },
    nothing: {
      heading: 'Make planning worth nothing',
      text: [
        'Change the world so that the planner in lane B has no lead over the myopic optimum in lane A, 0.01 points at most. Whatever the header and “What if” offer may be changed; think of what makes one order bear on the next.',
      ],
      after: [
        'The lead is {lead}. Where nothing queues and orders take effect at once there is nothing to plan for: the myopic optimum is the optimum there.',
      ],
    },
    recreate: {
      heading: 'A dear change',
      text: [
        'Back to queues and 7 s. So far a new variant started beside the old one. Now it will replace it at once, and the stage serves nothing until it has started. Both begin with the smallest variants.',
      ],
      question: 'How often will the planner change a variant?',
      options: {
        'as-before': {
          text: 'As often as the load asks for it',
          wrong: 'Each change means seconds without service, and the planner sees them coming.',
        },
        fewer: {
          text: 'Once, to a better one',
          wrong: 'Even that one pays only after longer than it looks ahead.',
        },
        none: { text: 'Never' },
      },
      after: [
        'Never: it stays with the variants it began with, at an accuracy of {accuracy}. The myopic optimum goes through {myopic} pairs of variants, has {myopicAccuracy}, and pays each change without seeing it: {myopicEarned} points against {earned}.',
      ],
    },
    further: {
      heading: 'Looking further',
      text: [
        'The planner is no optimum either: it looks eight decisions ahead, and a change that costs now and pays later must pay within them. In lane B it looks twelve ahead now.',
        'It takes better variants with its first order and keeps them: an accuracy of {accuracy}, and {earned} points instead of {before}.',
      ],
    },
    possible: {
      heading: 'What is possible',
      text: [
        'With after-effects nobody knows the optimum. The panel has it between two numbers: the [[bestPlan|best plan found]], searched for with the whole load known, earns {plan}; and a [[upperBound|bound]], {bound}, that is proven for every order there is.',
        'The myopic optimum earns {myopic} less than the plan, the planner {planner}.',
      ],
      question: 'Whose are the points between the plan and the bound?',
      options: {
        planner: {
          text: 'The planner’s: it should have earned them',
          wrong: 'Nobody has shown that anyone can: no plan that earns them was found.',
        },
        noise: {
          text: 'Nobody’s: they are an error of the simulation',
          wrong:
            'The plan was played and earns just that, and the bound is proven: neither is a measurement.',
        },
        open: { text: 'Open: not found, and not proven impossible' },
      },
      after: [
        '{open} points are open. A longer search raises the plan, a sharper proof lowers the bound. What a policy earns less than the plan is lost for certain; what lies beyond it, nobody can say yet.',
      ],
    },
  },
};
