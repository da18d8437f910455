import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'One stage',
  teaches: 'What a batch and a replica do, and why throughput and latency pull apart.',
  steps: {
    stage: {
      heading: 'A model that answers',
      text: [
        'A [[stage]] is one model that serves requests: here one that says what is in a picture. Requests wait in its queue until a [[replica]], a running copy of the model, is free.',
        'Two things can be ordered: how many replicas there are, and how many requests a replica takes at once, its [[batch]]. Both lanes begin with one replica that takes one at a time.',
      ],
    },
    request: {
      heading: 'Few requests, one by one',
      text: [
        'Dots are requests. About {load} come, by chance: sometimes none for a second, sometimes two at once. The replica can serve {capacity}.',
        'Half of them are answered within {p50}, as long as the model needs for one. 99 of a hundred take at most {p99}: some of them met others.',
      ],
    },
    slow: {
      heading: 'A batch of eight',
      text: [
        'Lane B’s replica is to take up to eight at once. It starts a batch when eight are there, or when the oldest has waited one second. The load stays at three a second.',
      ],
      question: 'How long will half of lane B’s requests take, against lane A?',
      options: {
        same: {
          text: 'About as long',
          wrong: 'The model is quick enough; but a request now waits for others, and few come.',
        },
        twice: {
          text: 'Two or three times as long',
          wrong: 'Eight do not come within a second, so most wait for much of that second.',
        },
        many: { text: 'Many times as long' },
      },
      after: [
        'Half take up to {eight} instead of {one}: {times} times as long. Nobody was slow; they waited for their batch to fill. Within the objective of one second are {inTime}.',
      ],
    },
    second: {
      heading: 'A second replica?',
      text: [
        'Both lanes are to take batches of up to eight now. Lane B gets a second replica besides, and so twice the cores.',
      ],
      question: 'How long will half of lane B’s requests take, against lane A?',
      options: {
        half: {
          text: 'About half as long',
          wrong:
            'Nobody waits for a free replica here. They wait for their batch, and a replica more brings no request sooner.',
        },
        same: { text: 'As long' },
        longer: {
          text: 'Longer',
          wrong:
            'If each replica had a queue of its own, batches would fill more slowly; but both take from one queue.',
        },
      },
      after: [
        'One replica: {one}. Two: {two}, for {cores}. They help against a queue, not against a batch that does not fill.',
      ],
    },
    busy: {
      heading: 'Many requests',
      text: [
        'Lane A goes one by one again, lane B by up to eight, one replica each. Now sixteen come a second.',
      ],
      question: 'Who answers more requests [[inTime|in time]]?',
      options: {
        one: {
          text: 'Lane A, one by one',
          wrong:
            'It was quicker while few came. Now more come than it can serve, and its queue grows and grows.',
        },
        level: {
          text: 'Both about as many',
          wrong: 'Their throughputs lie on two sides of the load: one keeps up, the other cannot.',
        },
        eight: { text: 'Lane B, by up to eight' },
      },
      after: [
        'Lane A can serve {one}, and {load} come: {oneInTime} are in time. Lane B can serve {eight} and has {eightInTime}. Eight together take less than eight one after the other: {gain} times the throughput, for no core more.',
      ],
    },
    greedy: {
      heading: 'As small as will do',
      text: [
        'Lane A runs Greedy now, a policy that takes the fewest cores that carry the load, and the shortest latency among those. It orders one replica, in batches of {batch}.',
        'Half are answered within {p50}, where batches of eight take {eight}; {inTime} are in time. But 99 of a hundred take up to {p99}.',
      ],
    },
    replica: {
      heading: 'Bring p99 below 0.3 s',
      text: [
        'A [[percentile|p99]] of 0.3 s needs another way to more throughput. Turn one slider of “What if” so that Greedy must take it.',
      ],
      after: [
        'Without batches Greedy orders {replicas} replicas: p99 falls from {before} to {p99}, and it costs {cost}.',
      ],
    },
    which: {
      heading: 'Three ways to carry sixteen a second',
      text: ['You have seen batches of eight, batches of two, and two replicas one by one.'],
      question: 'With which were half of the requests answered soonest?',
      options: {
        eight: {
          text: 'Batches of eight',
          wrong: 'They bring the most throughput to one core, and the longest wait for others.',
        },
        two: {
          text: 'Batches of two',
          wrong: 'They are quicker than batches of eight, but a request still waits for another.',
        },
        replicas: { text: 'Two replicas, one by one' },
      },
      after: [
        'Batches of eight {eight}, of two {two}, two replicas {replicas}. Throughput is bought with latency, by batches, or with cores, by replicas: {cores} instead of one. What is best depends on how many come.',
      ],
    },
  },
};
