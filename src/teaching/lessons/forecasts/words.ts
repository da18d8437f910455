import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'Forecasts',
  teaches:
    'Why too low costs more than too high, which forecast the weights ask for, and what a better forecast is worth to whom.',
  steps: {
    before: {
      heading: 'Ordered before it comes',
      text: [
        'An order holds for the ten seconds that come, so it is given for a load that nobody has seen yet: for a [[forecast]].',
        'To see what an error costs, the load is flat here, {load}, and orders take effect at once. Both lanes know it, and run the exact optimum.',
      ],
    },
    side: {
      heading: 'Four too few, four too many',
      text: [
        'Now both will be wrong. Lane A orders what is best for 16 requests a second, lane B what is best for 24. Still 20 come.',
      ],
      question: 'Which error costs more?',
      options: {
        many: {
          text: 'Four too many: all the cores that stand idle',
          wrong: 'Idle cores cost little beside a request that is not served.',
        },
        same: {
          text: 'Both the same: four is four',
          wrong: 'What is not served and what stands idle have different prices.',
        },
        twice: {
          text: 'Four too few, about twice as much',
          wrong: 'The prices lie further apart: look at what unmet load and spare capacity cost.',
        },
        ten: { text: 'Four too few, about ten times as much' },
      },
      after: [
        'Against the optimum lane A loses {few} points a decision, lane B {many}. Lane A leaves {short} unserved; lane B holds capacity that it does not need.',
      ],
    },
    quantile: {
      heading: 'The newsvendor’s share',
      text: [
        'One request a second too few costs s = {short} points: its price and its worth, less the k cores that it would have taken. One too many costs p = {spare}.',
        'Whoever plans for a load that is not known does best with the level that the load stays below in a share q = {quantile} of all cases: the [[newsvendor|newsvendor’s]]. Point at a symbol to see its slider.',
      ],
      equation: {
        words:
          'q is s divided by s plus p. s is the price of unmet load c plus the worth of throughput b less the price of a core lambda times k cores. p is the price of spare capacity d less b plus lambda times k.',
        symbols: {
          unmet: 'c, the price of unmet load',
          throughput: 'b, the worth of throughput',
          cost: 'λ, the price of a core',
          cores: 'k, cores that one a second takes',
          spare: 'd, the price of spare capacity',
        },
      },
    },
    flip: {
      heading: 'Turn it round',
      text: [
        'The forecast that is best is a matter of the weights. Change one under “What if”, where those of the formula stand under “More weights”, so that four too many, in lane B, lose more than four too few.',
      ],
      after: [
        'An unserved request costs {unmet} points now. Lane A loses {few}, lane B {many}, and the share q is {quantile}. Where an unserved request costs next to nothing, nobody should hold room for it.',
      ],
    },
    last: {
      heading: 'A forecast that is late',
      text: [
        'The weights are back, the load fluctuates, and there are queues and start-up again. The forecaster is “Last 10 s”: what comes is what just was. So every climb finds it too low.',
        'Lane A, the myopic optimum, believes it: {unmet} unmet, {myopic} points of J. Lane B, the [[planner]], reckons with how far forecasts were off so far: {planner}.',
      ],
    },
    long: {
      heading: 'A forecast that is too high',
      text: [
        'Next comes “Last 120 s”: the highest of the last two minutes. It is seldom too low, and after every burst it is far too high for two minutes.',
      ],
      question: 'What will the myopic optimum in lane A earn under it?',
      options: {
        less: {
          text: 'Less: it is off by more',
          wrong: 'It is off by more, and on the side that costs less.',
        },
        same: {
          text: 'About the same',
          wrong: 'It errs on the other side, and the sides have different prices.',
        },
        more: { text: 'More, because of that side' },
      },
      after: [
        'It earns {myopic} instead of {before}: {unmet} unmet instead of {unmetBefore}, for {cores} instead of {coresBefore}.',
        'The planner has {planner} instead of {plannerBefore}: it held a margin of its own, so a forecast with another one is worth nothing more to it.',
      ],
    },
    perfect: {
      heading: 'What would a perfect one be worth?',
      text: [
        'The view Predict measures it: it plays the planner and the myopic optimum under every forecaster, and under one that is never wrong. After your guess the measurement begins by itself; it takes some seconds.',
      ],
      question: 'What would a perfect forecast bring the planner, beside the LSTM’s?',
      options: {
        nothing: {
          text: 'Less than 0.1 points a decision',
          wrong: 'A margin against errors costs cores all the time, and without errors none is needed.',
        },
        some: { text: 'Between 0.1 and 1' },
        much: {
          text: 'More than a point',
          wrong: 'The planner makes up for much of the error by itself; only the rest can be won.',
        },
      },
      after: [
        '{planner} points; to the myopic optimum, which makes up for none of it, {myopic}. So much may a better forecast cost at most, before it is not worth having.',
      ],
    },
    whose: {
      heading: 'Closer is not always better',
      text: [
        'The chart has every forecaster, the closest first by [[smape|SMAPE]]. “Last 10 s” is off by {near}, “Last 120 s” by {far}.',
      ],
      question: 'What do these measurements say?',
      options: {
        closer: {
          text: 'The closer forecast always earns more',
          wrong:
            'The myopic optimum earns more under “Last 120 s” than under “Last 10 s”, and it is off by more.',
        },
        whose: { text: 'What a forecast is worth depends on the side on which it errs, and on who uses it' },
        size: {
          text: 'It does not matter which forecast is used',
          wrong: 'Every policy here earns more with a perfect one than with the LSTM.',
        },
      },
      after: [
        'The myopic optimum earns {gain} more under “Last 120 s”, the planner {loss} less. SMAPE counts too low and too high alike; the weights do not. Judge a forecast by what is earned with it.',
      ],
    },
  },
};
