import { measured } from './measured.ts';

/** IPA's pipeline "audio-sent". */
export const audioSent = measured({
  id: 'audio-sent',
  name: 'Audio: transcribe, judge mood',
  slaSeconds: 3.217,
  stages: [
    {
      name: 'audio',
      metric: '100 - WER (%)',
      variants: [
        {
          name: 's2t-small',
          accuracy: 58.72,
          cores: 1,
          p99: { 1: 0.351701, 2: 0.570934, 8: 1.372385, 32: 5.404006, 64: 13.022107 },
          line: [0.14154335304748183, 0.24601408398428634],
        },
        {
          name: 's2t-medium',
          accuracy: 64.88,
          cores: 2,
          p99: { 1: 0.514298, 2: 0.726753, 8: 2.028554, 32: 9.805088, 64: 16.318057 },
          line: [0.2165472457575244, 0.29586167019467],
        },
        {
          name: 's2t-large',
          accuracy: 66.74,
          cores: 8,
          p99: { 1: 0.617512, 2: 0.862717, 8: 2.263666, 32: 10.969923, 64: 17.099059 },
          line: [0.2345810393954433, 0.3878345791129177],
        },
      ],
    },
    {
      name: 'nlp-sent',
      metric: 'accuracy (%)',
      variants: [
        {
          name: 'distilbert-sentiment',
          accuracy: 79.629,
          cores: 1,
          p99: { 1: 0.049951, 2: 0.071757, 8: 0.13459, 32: 0.298432, 64: 0.301494 },
          line: [0.011526562613110216, 0.043168681111446595],
        },
        {
          name: 'bert-sentiment',
          accuracy: 79.9018,
          cores: 1,
          p99: { 1: 0.096072, 2: 0.12416, 8: 0.253448, 32: 0.660999, 64: 0.58651 },
          line: [0.022156239692554928, 0.07665389995242271],
        },
        {
          name: 'roberta-sentiment',
          accuracy: 83.0283,
          cores: 1,
          p99: { 1: 0.395458, 2: 0.477131, 8: 0.878669, 32: 3.034813, 64: 5.81685 },
          line: [0.06829505862191669, 0.3333373329528542],
        },
        {
          name: 'distilbert-sst2',
          accuracy: 91.1,
          cores: 1,
          p99: { 1: 0.054163, 2: 0.063002, 8: 0.16109, 32: 0.310065, 64: 0.309725 },
          line: [0.015649466874987587, 0.03537048048751296],
        },
      ],
    },
  ],
});
