import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'What is good?',
  teaches:
    'Quality in one number, term by term, and how its weights can turn a comparison or make it say nothing.',
  steps: {
    number: {
      heading: 'One number for good',
      text: [
        'Users want right answers at once; whoever pays wants few [[cores]]. A program that decides needs one number for all of it.',
        'Here nothing queues: an order takes effect at once, as in the equations of the paper that this lab carries out. Both lanes hold one configuration all the time, five cores, so there is nothing to compare yet.',
        'A lane by hand is named by what it holds, for each stage variant, replicas and batch.',
      ],
    },
    terms: {
      heading: 'The paper’s equation (3), term by term',
      text: [
        'At 2:20, with few requests, [[qos|Q]] is {q}: accuracy {accuracy}, throughput {throughput}, latency {latency}, unmet load {unmet}, spare capacity {spare}. What is not accuracy nearly cancels out here.',
        'Point at a symbol, or reach it by Tab: its part of the page lights up. Point at a slider under “What if”: its symbol does.',
      ],
      equation: {
        words:
          'Q is a times V, plus b times T, less L, less c times the unmet load, less d times the spare capacity.',
        symbols: {
          Q: 'Q, quality of service',
          a: 'a, worth of accuracy',
          V: 'V, accuracies added up',
          b: 'b, worth of throughput',
          T: 'T, throughput',
          L: 'L, latency',
          c: 'c, price of unmet load',
          U: 'max(0, E), unmet load',
          d: 'd, price of spare capacity',
          E: 'max(0, −E), spare capacity',
        },
      },
    },
    burst: {
      heading: 'The burst, same configuration',
      text: ['Soon the topmost chart climbs above what the lane can serve. Nobody orders anything else.'],
      question: 'Which term takes most from Q then, against 2:20?',
      options: {
        accuracy: {
          text: 'Accuracy',
          wrong: 'The models are the same, so V is the same, however many requests come.',
        },
        latency: {
          text: 'Latency',
          wrong:
            'Without queues nobody waits, and serving a batch takes as long as before; where there are queues this term grows, too.',
        },
        unmet: { text: 'Unmet load' },
      },
      after: [
        'At 5:00 up to {load} come, and {capacity} can be served. Each request a second beyond costs a point: {unmet}, and Q falls to {q}. The latency term stays at {latency}.',
      ],
    },
    double: {
      heading: 'Twice the replicas',
      text: [
        'Back at 2:20, when more than half of the capacity is [[spare]]. Lane B will get twice the [[replica|replicas]]: twice the throughput, at the same load.',
        'Q has no term for cores; they are paid for in [[j|J]].',
      ],
      question: 'What will become of lane B’s Q at 2:20?',
      options: {
        more: {
          text: 'It rises: throughput is worth something',
          wrong:
            'It is, but what is not needed counts as spare capacity too, and that costs more than it brings.',
        },
        same: {
          text: 'It stays: the load is served either way',
          wrong: 'The requests are served alike, but Q sees throughput twice: as T, and within E.',
        },
        less: { text: 'It falls' },
      },
      after: [
        'Throughput brings {throughput}, spare capacity takes {spare}: {quiet} in all. T counts twice, by itself and within E. In the burst the same replicas are worth {burst} points.',
      ],
    },
    who: {
      heading: 'Two policies, one number',
      text: [
        'Lane A will run Greedy, which takes the fewest cores that carry the load; lane B IPA, which takes the most accurate models that keep the latency objective, whatever they cost.',
        '[[j|J]] is Q less a [[price]] for each core: {price} points.',
      ],
      question: 'Who will have more J over the run?',
      options: {
        greedy: { text: 'Greedy' },
        level: {
          text: 'Nobody: they lie within 0.2 points',
          wrong: 'They differ in accuracy and in cores, and at this price the two do not balance.',
        },
        ipa: {
          text: 'IPA',
          wrong: 'IPA has more Q, but holds five times the cores, and J counts them.',
        },
      },
      after: [
        'IPA’s Q is {ipaQ}, Greedy’s {greedyQ}. But IPA holds {ipaCost}, Greedy {greedyCost}, and so J is {greedy} for Greedy and {ipa} for IPA.',
      ],
    },
    turn: {
      heading: 'Make IPA win',
      text: [
        'Neither policy looks at these weights. Turn a slider of “What if” until IPA, in lane B, leads by 0.1 points of J.',
      ],
      equation: {
        words: 'J is Q less lambda times C.',
        symbols: {
          J: 'J of lane B, over the run',
          Q: 'Q of lane B',
          lambda: 'λ, price of a core',
          C: 'C, cores of lane B',
        },
      },
      after: [
        'IPA leads by {lead}, and holds {ipaCost} as before: not one order is another. Only the ruler has changed. So a comparison says nothing without its weights.',
      ],
    },
    broken: {
      heading: 'Weights that break the ruler',
      text: [
        'Next throughput will be worth 0.40 points for each request a second, [[spare|spare capacity]] will cost nothing, and a core 0.15 again. Lane A will get the optimum, which earns the most reward there is.',
      ],
      question: 'How much will the optimum be able to serve at 2:20, when at most {load} come?',
      options: {
        needed: {
          text: 'About what comes then',
          wrong: 'With these weights each request a second that could be served pays, asked for or not.',
        },
        accurate: {
          text: 'About what the burst will need',
          wrong: 'Capacity pays whether or not anybody ever comes, so it does not stop at the burst.',
        },
        far: { text: 'Far more than ever comes' },
      },
      after: [
        'It can serve {capacity}, at 2:20 as at 5:00; never do more than {highest} come. For that it gave up accuracy: {accuracy}, where IPA has {ipaAccuracy}.',
      ],
    },
    why: {
      heading: 'What was compared?',
      text: ['The optimum leads IPA by {lead} points now. By the two numbers alone it looks like a triumph.'],
      question: 'Which term makes the lead?',
      options: {
        accuracy: {
          text: 'Accuracy',
          wrong: 'It takes from the lead: the optimum runs the least accurate models.',
        },
        cores: {
          text: 'Fewer cores',
          wrong: 'They do bring a little, but far less than the lead.',
        },
        throughput: { text: 'Throughput that nobody asked for' },
      },
      after: [
        'Throughput makes {throughput} points, accuracy {accuracy}, cores {cores}. Of {capacity} the load never uses more than {highest}. The lab checks its weights for such faults and says what they make meaningless, under “What if”.',
      ],
    },
  },
};
