import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'The autoscalers people run',
  teaches: 'HPA, KEDA and KPA on one burst: what each of them sees, how late, and what that costs.',
  steps: {
    people: {
      heading: 'Three that run everywhere',
      text: [
        'Most clusters that serve models scale by one of three rules. HPA, which Kubernetes brings, keeps the processors near a share of use. KEDA counts requests. KPA, which Knative brings, counts how many are in work at once, and has a mode for panic.',
        'None of them knows what comes. You will see one burst hit each of them, and guess before you see.',
      ],
    },
    burst: {
      heading: 'One burst',
      text: [
        'The topmost chart is the load: about {before} come, and from 9:30 on about {burst}, for a little over a minute. Both lanes run Greedy for now, which is no autoscaler.',
        'The black line is now: forty seconds before the burst.',
      ],
    },
    hpa: {
      heading: 'HPA meets the burst',
      text: ['HPA looks every 15 s at how busy the replicas were, and adds some where they were too busy.'],
      question: 'How long until nine in ten requests are [[inTime|in time]] again?',
      options: {
        'at-once': {
          text: 'At once, within 15 s',
          wrong: 'It must first see the use, order replicas, and wait until they have started.',
        },
        half: {
          text: 'Within 50 s',
          wrong:
            'A replica that is too busy is busy all the time, not more: use ends at 100 %, so HPA cannot see how much is missing, and goes up in several steps.',
        },
        never: { text: 'Not before the burst is nearly over' },
      },
      after: [
        'It takes {late}. While the burst lasts {inTime} of the requests are in time: use ends at 100 %, so HPA never sees how much is missing, and climbs step by step after a burst that is nearly over.',
      ],
    },
    kpa: {
      heading: 'KPA meets the same burst',
      text: [
        'KPA counts requests in work, which has no end at 100 %: a queue of two hundred counts as two hundred. And where the last six seconds come to twice what its replicas carry, it panics: it scales by these six seconds alone.',
      ],
      question: 'Who has nine in ten in time sooner?',
      options: {
        hpa: { text: 'HPA', wrong: 'HPA needs several steps, of 15 s each.' },
        level: {
          text: 'Both about the same',
          wrong: 'They see different things: one of them how much is missing.',
        },
        kpa: { text: 'KPA, by half a minute or more' },
      },
      after: [
        'KPA takes {kpa}, HPA {hpa}: {apart} apart. At 10:00 KPA has {cores}, HPA {hpaCores}. What was late even so is what waited while replicas started.',
      ],
    },
    after: {
      heading: 'When it is over',
      text: ['Five minutes after the burst the load is what it was before.'],
      question: 'What does HPA hold then?',
      options: {
        gone: {
          text: 'What it held before the burst',
          wrong:
            'HPA keeps for five minutes the most that it wanted in them: it fears that the burst comes back.',
        },
        still: { text: 'What the burst needed' },
        more: { text: 'Twenty cores more than before', wrong: 'It never asked for so many.' },
      },
      after: [
        'It held {before} before, and holds {later} now; KPA is back at {kpaLater}. HPA’s window of five minutes is there against flapping, and is paid for in cores.',
      ],
    },
    keda: {
      heading: 'And KEDA?',
      text: ['Now do it yourself: have lane A run KEDA. A lane’s policy is chosen by its name, at its left.'],
      after: [
        'KEDA takes {keda}: between the two. It counts requests a second, so it sees how much is missing, but over a window that still holds the quiet time before. Its cost is {cost}, KPA’s {kpaCost}.',
      ],
    },
    why: {
      heading: 'What is wrong with all three?',
      text: ['All three were late, one by a minute, one by twenty seconds.'],
      question: 'What would none of them overcome, however it is set?',
      options: {
        slow: {
          text: 'They look too seldom',
          wrong: 'KPA looks every two seconds, and was late all the same.',
        },
        past: { text: 'They answer what was, and replicas take time to start' },
        small: {
          text: 'They may order too few cores',
          wrong: 'There are thirty cores, and none of them took all.',
        },
      },
      after: [
        'KEDA’s first new cores came {reaction} after the burst, and they still had to start; even KPA needed {startup}. Only who knows the load before it comes can be in time: that is what forecasts are for.',
      ],
    },
    better: {
      heading: 'Bring KPA to 95 % in time',
      text: [
        'The panel “What if” changes the world. Change it so that KPA, in lane B, has at least 95 % of all requests in time. Think of what made it late.',
      ],
      after: [
        'KPA has {inTime} in time now. Smaller images and models kept in memory are worth more to a reactive autoscaler than any setting of its own.',
      ],
    },
  },
};
