import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'One stage',
  teaches: 'What a batch and a replica do, and why throughput and latency pull apart.',
  steps: {
    stage: {
      heading: 'A model that answers',
      text: [
        'A [[stage]] is one model that serves requests: here one that says what is in a picture. Requests wait in its queue until a [[replica]], a running copy of the model, is free.',
        'Two things can be ordered: how many replicas there are, and how many requests a replica takes at once, its [[batch]].',
        'Lane A is above, lane B below. Each is named by what is ordered there: in “By hand (1.2.1)” the first variant of the model, two replicas, batches of one.',
        'The headline tells what the whole run came to. Its [[qos|quality]] and [[j|J]] are for lesson 4: leave them for now.',
      ],
    },
    request: {
      heading: 'Few requests, one by one',
      text: [
        'The run plays now, as slowly as in life. Every dot is a request; {load} come in the mean, by chance. The replica can serve {capacity}. A small circle in it is a place in its batch, empty while no dot is there.',
        'Over the whole run half of lane A’s requests are answered within {p50}, the time of the model itself, and 99 of a hundred within {p99}: some met others. “Latency now”, at the lane, is of this second alone.',
      ],
    },
    slow: {
      heading: 'A batch of eight',
      text: [
        'Lane B will have one replica, too, which takes up to eight at once. It starts a batch when eight are there, or when the oldest has waited one second. The load will stay at three a second.',
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
        'Half take up to {eight} instead of {one}: {times} times as long. Nobody is slow; they wait in the queue for others. Within the objective of one second are {inTime}.',
      ],
    },
    second: {
      heading: 'A second replica?',
      text: [
        'Both lanes will take batches of up to eight: lane A with one replica, as lane B now, and lane B with two, and so with twice the cores.',
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
        'Lane A goes one by one again, lane B by up to eight, one replica each. Until now three came a second; next it will be sixteen.',
      ],
      question: 'Which lane will answer more requests [[inTime|in time]] then?',
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
        'Over the run half are answered within {p50}, where lane B’s batches of eight take {eight}; {inTime} are in time. But 99 of a hundred take up to {p99}.',
      ],
    },
    replica: {
      heading: 'Bring p99 below 0.3 s',
      text: [
        'Lane A is to answer 99 of a hundred within 0.3 s ([[percentile|p99]]). Greedy takes batches because they need no core more; where it may not, only replicas are left to it.',
        'In the panel “What if” some sliders are limits. Turn the one that limits how many requests a replica takes at once, until Greedy orders replicas instead. Lane B is back at one replica, one by one.',
      ],
      after: [
        'Without batches Greedy orders {replicas} replicas: p99 falls from {before} to {p99}, and it costs {cost}. One replica without batches, lane B, has {alone} in time.',
      ],
    },
    which: {
      heading: 'Three ways to carry sixteen a second',
      text: [
        'You have seen batches of eight, batches of two, and two replicas one by one. The last run in lane A now, batches of eight in lane B; the limit on batches is as it was at first.',
      ],
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
        'Half were answered within {eight} in batches of eight, {two} in batches of two, {replicas} with two replicas. Throughput is bought with latency, by batches, or with cores, by replicas: {cores} instead of {one}. What is best depends on how many come.',
      ],
    },
  },
};
