import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'A pipeline',
  teaches: 'The slowest stage decides how many are served, and every stage adds time and cores.',
  steps: {
    chain: {
      heading: 'One model after another',
      text: [
        'A [[pipeline]] sends each request through all its stages. Here Detect finds what is in a picture, and Classify says what it is.',
        'Each [[stage]] has a queue and replicas of its own. Both lanes, A above and B below, begin with one replica in each, which takes one request at a time; there is nothing to compare yet.',
        'A lane is named by what is ordered there, for each stage variant, replicas and batch: “By hand (1.1.1/1.1.1)”.',
      ],
    },
    slowest: {
      heading: 'Two stages, two capacities',
      text: [
        'Detect can serve {detect}, Classify {classify}. Nothing comes to Classify but what Detect lets through, so the [[throughput]] of both together is {both}.',
        'Now {load} come, and {inTime} are answered [[inTime|in time]].',
      ],
    },
    wrong: {
      heading: 'More replicas for Classify',
      text: [
        'Now 15 come a second, more than either stage can serve, and hardly anybody is in time. Lane B will get four replicas of Classify instead of one; Detect will keep its one.',
      ],
      question: 'How many of lane B’s requests are in time then?',
      options: {
        all: {
          text: 'Nearly all',
          wrong: 'Classify could serve them, but they wait at Detect and do not reach it.',
        },
        half: {
          text: 'About half',
          wrong:
            'Nothing is served sooner at all: the queue stands before Detect, which is as slow as it was.',
        },
        none: { text: 'Hardly any, as before' },
      },
      after: [
        'Classify can serve {classify} now, and both together {both}: what Detect can, {detect}, while {load} come. In time were {before} and are {inTime}, for {cores}.',
      ],
    },
    moved: {
      heading: 'A replica for Detect',
      text: [
        'Lane B is to have two replicas of Detect and one of Classify. Detect can serve more than 15 a second then.',
      ],
      question: 'Where do lane B’s requests wait then?',
      options: {
        detect: {
          text: 'At Detect, as before',
          wrong: 'With two replicas Detect serves more than comes, so its queue is short.',
        },
        both: {
          text: 'At neither much: the slowest stage has help',
          wrong: 'Another stage is the slowest now, and it too serves less than comes.',
        },
        classify: { text: 'At Classify' },
      },
      after: [
        'Detect can serve {detect}, Classify {classify}, and {load} come: {waits} requests wait at Classify in the mean, {few} at Detect. Help for one bottleneck uncovers the next; in time are {inTime}.',
      ],
    },
    carry: {
      heading: 'Carry it with three cores',
      text: [
        'Bring lane A to 99 % in time, with a cost of at most 3.5 [[cores]]. Choose a policy at the lane’s name: one of them looks for the fewest cores that carry the load.',
      ],
      after: [
        'It has {inTime} in time with {cost}: {detect} replicas of Detect, and one of Classify that takes batches of {batch}. So both together can serve {both}.',
      ],
    },
    sum: {
      heading: 'Every stage costs time',
      text: [
        'Last, lane B is to have two replicas in both stages, one by one: more than enough for 15 a second. A request passes Detect, then Classify.',
      ],
      question: 'How long does a request take in all?',
      options: {
        slower: {
          text: 'As long as in the slower stage',
          wrong: 'That holds for how many are served; one request passes both, one after the other.',
        },
        sum: { text: 'As long as in both stages together' },
        more: {
          text: 'Much longer than in both together',
          wrong: 'Between two stages nothing is lost: what leaves the one queues at the next at once.',
        },
      },
      after: [
        '{detect} in Detect and {classify} in Classify: {all} in all. Of the throughputs the least counts; latencies add up, and so do cores: {cores}.',
      ],
    },
    next: {
      heading: 'If more came',
      text: ['Lane B has two replicas in each stage. Let the load grow slowly beyond 15 a second.'],
      question: 'Which stage needs a replica first?',
      options: {
        detect: { text: 'Detect' },
        classify: {
          text: 'Classify',
          wrong: 'Its model is quicker: with as many replicas it can serve more than Detect.',
        },
        both: {
          text: 'Both at once',
          wrong: 'They have as many replicas, but a replica of one serves more than one of the other.',
        },
      },
      after: [
        'Detect can serve {detect}, Classify {classify}: the pipeline ends at {both}. Whoever orders replicas must look at all stages at once.',
      ],
    },
  },
};
