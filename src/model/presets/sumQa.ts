import { measured } from './measured.ts';
import { summarisers } from './summarisers.ts';

/** IPA's pipeline "sum-qa". */
export const sumQa = measured({
  id: 'sum-qa',
  name: 'Text: summarise, answer',
  slaSeconds: 1.422,
  stages: [
    {
      name: 'nlp-sum',
      metric: 'ROUGE-L',
      variants: [
        ...summarisers,
        {
          name: 'distilbart-xsum-12-6',
          accuracy: 36.99,
          cores: 16,
          p99: {
            1: 0.120764,
            2: 0.181393,
            4: 0.228054,
            8: 0.423372,
            16: 0.44658,
            32: 0.339528,
            64: 0.539173,
          },
          line: [0.04197589517676314, 0.08098605301069166],
        },
      ],
    },
    {
      name: 'nlp-qa',
      metric: 'SQuAD2 F1 (%)',
      variants: [
        {
          name: 'xlm-roberta',
          accuracy: 77.141,
          cores: 1,
          p99: { 1: 0.108725, 2: 0.154713, 8: 0.322905, 32: 0.447863, 64: 0.419738 },
          line: [0.029702293013417452, 0.08653948781102196],
        },
        {
          name: 'roberta',
          accuracy: 82.9125,
          cores: 1,
          p99: { 1: 0.110583, 2: 0.143768, 8: 0.291698, 32: 0.420761, 64: 0.419195 },
          line: [0.02544852858365969, 0.08870509405468782],
        },
      ],
    },
  ],
});
