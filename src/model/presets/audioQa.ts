import { measured } from './measured.ts';

/** IPA's pipeline "audio-qa". */
export const audioQa = measured({
  id: 'audio-qa',
  name: 'Audio: transcribe, answer',
  slaSeconds: 3.445,
  stages: [
    {
      name: 'audio',
      metric: '100 - WER (%)',
      variants: [
        {
          name: 's2t-small',
          accuracy: 58.72,
          cores: 1,
          p99: { 1: 0.356338, 2: 0.561439, 8: 1.362558, 32: 5.354975, 64: 11.364908 },
          line: [0.14017859140107802, 0.24612362282220704],
        },
        {
          name: 's2t-medium',
          accuracy: 64.88,
          cores: 2,
          p99: { 1: 0.459049, 2: 0.738024, 8: 2.128069, 32: 10.925749, 64: 18.496276 },
          line: [0.23607416377511142, 0.24277540575626272],
        },
        {
          name: 's2t-large',
          accuracy: 66.74,
          cores: 4,
          p99: { 1: 0.947285, 2: 1.371847, 8: 3.301005, 32: 15.467711, 64: 23.053181 },
          line: [0.33111100446346203, 0.6593054012365114],
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
          p99: { 1: 0.102789, 2: 0.133557, 8: 0.319275, 32: 0.738525, 64: 0.710948 },
          line: [0.03093586065048396, 0.07177560371021889],
        },
        {
          name: 'roberta',
          accuracy: 82.9125,
          cores: 1,
          p99: { 1: 0.10002, 2: 0.145474, 8: 0.303927, 32: 0.742825, 64: 0.66502 },
          line: [0.028180547536805624, 0.07981156859286993],
        },
      ],
    },
  ],
});
