import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'Queues',
  teaches: 'What 70, 90 and 99 % of use cost in waiting; Little’s law; why replicas together wait less.',
  steps: {
    line: {
      heading: 'Why anybody waits',
      text: [
        'One [[replica]] takes requests one by one, each in the same time. If they came as evenly as they are served, nobody would wait until more come than can be served.',
        'But they come by chance. Where two come at once one of them waits, and where the replica is rarely free, so does the next.',
        'Look at lane A, above; lane B, below, runs the same until the last step. “By hand (1.1.1)” is variant, replicas and batch: one replica, one by one.',
      ],
    },
    half: {
      heading: 'Busy half of the time',
      text: [
        'The replica can serve {capacity}; the load is {use} of that. In the mean over the run a request stays {stay}, and half are answered within {p50}, which is the model’s own time. “Latency now”, at the lane, is of this second alone.',
      ],
    },
    knee: {
      heading: 'Draw the knee',
      text: [
        'Next the load will be 70 % of what the replica can serve until 12:00, then 90 % until 22:00, then 99 % until 37:00. It will stay below 100 % all the time.',
      ],
      question: 'How long does a request stay in the mean, from its arrival to its answer?',
      points: { at70: 'At 70 %', at90: 'At 90 %', at99: 'At 99 %' },
      axis: 'seconds in the mean',
      after: [
        'At {use70} of use {at70}, at {use90} {at90}, at {use99} {at99}. That bend is the knee of a queue: the last per cents of use are the dearest. At 99 % chance weighs much: another [[seed]] gives another figure.',
      ],
    },
    slack: {
      heading: 'What the last tenth costs',
      text: [
        'The run on screen has all three: 70 %, 90 % and 99 %. From 90 to 99 % the load grows by a tenth.',
      ],
      question: 'How much does the mean stay grow from 90 to 99 %?',
      options: {
        tenth: {
          text: 'By about a tenth, as the load',
          wrong: 'A stay grows as the load only while there is room: at 99 % the queue is hardly ever empty.',
        },
        twice: {
          text: 'To about twice',
          wrong: 'What is left free shrinks to a tenth, not to a half, and the wait goes by what is left.',
        },
        more: { text: 'To more than five times' },
      },
      after: [
        'The load grows to {load} times, the stay to {stay} times. A queue that chance has made is worked off by what is left over: 10 % before, 1 % now.',
      ],
    },
    little: {
      heading: 'Little’s law, counted',
      text: [
        'From 12:00 to 22:00, at 90 %, three things were counted, each by itself: {present} requests were in the stage in the mean, {coming} came, and each stayed {stay}.',
        'The first is the product of the others, within 2 % here: whatever the queue, and whoever is served first. So the length of a queue and the load tell how long it takes.',
      ],
      equation: {
        words: 'N is lambda times W.',
        symbols: {
          N: 'N, requests in the stage',
          lambda: 'λ, requests that come a second',
          W: 'W, seconds that each stays',
        },
      },
    },
    pool: {
      heading: 'Four together',
      text: [
        'Four times as many will come as at 90 %, and there will be four replicas with one queue. Each will be as busy as the one was.',
      ],
      question: 'How long will a request stay, against one replica at 90 %?',
      options: {
        same: {
          text: 'As long: each is as busy',
          wrong: 'A request waits only if all four are busy at once, which is rarer than one being busy.',
        },
        shorter: { text: 'Shorter' },
        longer: {
          text: 'Longer: four times as many wait',
          wrong: 'More may wait, but four replicas take them from the queue, four times as fast.',
        },
      },
      after: [
        'One replica: {one}. Four at {use} of use: {four}, and nobody is served faster. Replicas with one queue help one another out; so a large service can be busier than a small one.',
      ],
    },
    idle: {
      heading: 'Leave some idle',
      text: [
        'One replica at 99 % again. Have lane A, by the policy that you choose at its name, answer 95 of a hundred requests within 0.5 s ([[percentile|p95]]).',
        'Lane B runs Greedy, which takes what can just serve the load.',
      ],
      after: [
        'p95 is {p95}, at {use} of use and with {cores}. Greedy’s is {greedy}, with one core. An autoscaler aims at a share of use below 100 % for this reason.',
      ],
    },
  },
};
