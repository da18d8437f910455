import { measured } from './measured.ts';
import { summarisers } from './summarisers.ts';

/** IPA's pipeline "nlp". */
export const nlp = measured({
  id: 'nlp',
  name: 'Text: identify, translate, summarise',
  slaSeconds: 3.41,
  stages: [
    {
      name: 'nlp-li',
      metric: 'accuracy (%)',
      variants: [
        {
          name: 'xlm-roberta-li',
          accuracy: 99.59,
          cores: 1,
          p99: { 1: 0.095123, 2: 0.13874, 4: 0.214878, 8: 0.332294, 16: 0.613482, 32: 0.81933, 64: 0.828174 },
          line: [0.03344644675047503, 0.06983439082684713],
        },
      ],
    },
    {
      name: 'nlp-trans',
      metric: 'BLEU',
      variants: [
        {
          name: 'opus-mt',
          accuracy: 33.1,
          cores: 4,
          p99: { 1: 0.412767, 2: 0.566387, 4: 0.678978, 8: 0.839559, 16: 1.341486 },
          line: [0.05605500356010771, 0.4142164996395937],
        },
        {
          name: 'opus-mt-big',
          accuracy: 34.4,
          cores: 16,
          p99: { 1: 0.392995, 2: 0.51429, 4: 0.686444, 8: 0.841873, 16: 1.173034 },
          line: [0.06152440295012102, 0.3781840574223061],
        },
      ],
    },
    {
      name: 'nlp-sum',
      metric: 'ROUGE-L',
      variants: [
        ...summarisers,
        {
          name: 'distilbart-xsum-12-6',
          accuracy: 36.99,
          cores: 8,
          p99: {
            1: 0.175565,
            2: 0.219155,
            4: 0.310829,
            8: 0.376121,
            16: 0.468558,
            32: 0.469056,
            64: 0.379175,
          },
          line: [0.028170223609260917, 0.16477925518284658],
        },
      ],
    },
  ],
});
