import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'IPA and the exact optimum',
  teaches:
    'What an integer program asks for, what the optimum asks for instead, why a list can replace a solver, and when the time of a decision matters.',
  steps: {
    asked: {
      heading: 'What IPA asks for',
      text: [
        '[[ipa|IPA]] takes the most accurate pipeline that carries the load m within the latency objective and the cores there are. A core hardly counts: it has a fiftieth of a point.',
        'In this world orders take effect at once and the coming load is known. So nothing that you will see is the fault of a forecast or of a delay. Point at a symbol to see its part of the page.',
      ],
      equation: {
        words:
          'Maximise ten times the accuracy V less 0.02 times the cores C, where the throughput T is at least the load m, the latency L at most the latency objective, and the cores C at most those of the device.',
        symbols: {
          accuracy: 'V, accuracies added up',
          throughput: 'T, throughput',
          load: 'm, the load, in the mean',
          latency: 'L, latency',
          objective: 'SLA, the latency objective',
          held: 'C, cores',
          cores: 'W, the cores on the device',
        },
      },
    },
    cores: {
      heading: 'IPA on a quiet load',
      text: [
        'About five requests come a second. Both lanes run Greedy, which takes the fewest cores that carry them: {greedy} of {all}. Lane A will run IPA.',
      ],
      question: 'How many cores will IPA hold?',
      options: {
        few: {
          text: 'Fewer than 5: the load is low',
          wrong:
            'The load only says what must be carried; nothing in the program asks for less than it can have.',
        },
        some: {
          text: '5 to 15',
          wrong: 'A little accuracy outweighs many cores: a core costs a fiftieth of a point there.',
        },
        most: { text: 'More than 15' },
      },
      after: [
        'It holds {ipa}, for an accuracy of {accuracy} instead of {plain}, added up over both stages. These are the most accurate variants of both stages: what fits into the device, IPA buys.',
      ],
    },
    better: {
      heading: 'What the optimum asks for',
      text: [
        'The exact optimum, which the lab calls [[myopic|Myopic optimum]], takes, of all orders, the one that is worth most by the lab’s own [[j|J]]: accuracy, throughput and latency have prices there, and a core costs 0.15 points. Lane B will run it.',
      ],
      question: 'Which has more J?',
      options: {
        ipa: {
          text: 'IPA: it is the more accurate',
          wrong: 'It is, but it pays more points for cores than the accuracy brings.',
        },
        level: {
          text: 'Both about the same',
          wrong: 'They differ in what they ask for, and the answers lie far apart.',
        },
        optimum: { text: 'The optimum' },
      },
      after: [
        'The optimum has {optimum}, IPA {ipa}. IPA’s accuracy is worth {gained} points more, and its {ipaCores} cost {paid} more than the optimum’s {cores}.',
        'IPA’s program was solved exactly. It answers another question.',
      ],
    },
    free: {
      heading: 'Make cores free',
      text: [
        'Then let cores cost nothing, so that what IPA spends is no loss any more. Bring “A core costs” to 0.',
      ],
      after: ['Now the optimum holds {cores} too. And it is still {apart} points above IPA.'],
    },
    left: {
      heading: 'What is left',
      text: [
        'The panel of the decision has every term of the reward, lane A against lane B; choose “run” there to see the whole run.',
      ],
      question: 'Which term holds IPA back now?',
      options: {
        Accuracy: {
          text: 'Accuracy',
          wrong: 'Both have the same accuracy, the most that there is within the device.',
        },
        Latency: { text: 'Latency' },
        Cores: { text: 'Cores', wrong: 'They cost nothing now.' },
      },
      after: [
        'IPA takes {latency}, the optimum {less}. To IPA latency is a limit: below it, a second more costs nothing, so it takes larger batches for a sliver of cores. To J every second has its price.',
      ],
    },
    frontier: {
      heading: 'A list instead of a program',
      text: [
        'Cores cost 0.15 again. This pipeline can be ordered in {all} ways: two stages, each with five variants, up to eight replicas and five batch sizes. Next comes the fluctuating load, with two bursts.',
      ],
      question: 'How many of these orders will the optimum use in the twenty minutes?',
      options: {
        tens: { text: 'Fewer than 100' },
        hundreds: {
          text: 'Hundreds',
          wrong:
            'There are hardly more than a hundred decisions, and the same order serves every load near its throughput.',
        },
        thousands: {
          text: 'Thousands: it tries what there is',
          wrong:
            'An order that another beats under every load is never taken, and that is nearly all of them.',
        },
      },
      after: [
        '{orders}, for a load of up to {most}. The load bears on the reward only through the throughput of the slowest stage, so for each throughput one order is best.',
        'That list is the frontier. It is made once for a pipeline; then a decision is one look-up, exact, and no integer program is solved.',
      ],
    },
    solver: {
      heading: 'The same program, two solvers',
      text: [
        'Back to IPA’s program. Lane A will solve it by HiGHS, a general solver of integer programs; lane B by an exact search that knows how the program is built. Twenty requests a second, twenty decisions.',
      ],
      question: 'What will differ?',
      options: {
        better: {
          text: 'HiGHS finds better orders',
          wrong: 'Both prove their answer the best: no order can be better.',
        },
        worse: {
          text: 'HiGHS finds worse orders',
          wrong: 'It is slower, not worse: both prove their answer the best.',
        },
        time: { text: 'Only the time that a decision takes' },
      },
      after: [
        'On this machine a decision took HiGHS {general} in the mean, and the exact search {exact}. What they ordered earns the same to the last digit.',
        'Every ten seconds there is time for either. Where it matters: a larger pipeline takes a solver longer, planning tries many orders for each one it gives, and training needs millions.',
      ],
    },
    live: {
      heading: 'And where orders take time',
      text: [
        'Now with queues, and replicas that need 7 s to start. IPA in lane A has {ipa} in time, the optimum for the coming load in lane B {optimum}: neither knows that a replica must start.',
        'Time in the lab stands still while a policy decides. In a cluster it does not: an order that takes ten seconds to find is ten seconds late.',
      ],
    },
    late: {
      heading: 'Ten seconds late',
      text: [
        'For new replicas that is as if they started in 17 s instead of 7. Set it, and see what is left of the share in time.',
      ],
      after: [
        'IPA has {ipa} in time, {before} before; the optimum {optimum}, {optimumBefore} before. Orders that come late to give cores back are not even in this.',
        'So a decision’s time matters when it is no longer short beside ten seconds.',
      ],
    },
  },
};
