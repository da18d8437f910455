import { measured } from './measured.ts';

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
          sourceName: 'dinalzein-xlm-roberta-base-finetuned-language-identification',
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
          sourceName: 'Helsinki-NLP-opus-mt-fr-en',
          accuracy: 33.1,
          cores: 4,
          p99: { 1: 0.412767, 2: 0.566387, 4: 0.678978, 8: 0.839559, 16: 1.341486 },
          line: [0.05605500356010771, 0.4142164996395937],
        },
        {
          name: 'opus-mt-big',
          sourceName: 'Helsinki-NLP-opus-mt-tc-big-fr-en',
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
        {
          name: 'distilbart-xsum-1-1',
          sourceName: 'sshleifer-distilbart-xsum-1-1',
          accuracy: 32.26,
          cores: 1,
          p99: { 1: 0.188403, 2: 0.321569, 4: 0.333723, 8: 0.434335, 16: 0.546756, 32: 0.507555, 64: 0.528654 },
          line: [0.02951316802398025, 0.20883318838865814],
        },
        {
          name: 'distilbart-xsum-12-1',
          sourceName: 'sshleifer-distilbart-xsum-12-1',
          accuracy: 33.37,
          cores: 2,
          p99: { 1: 0.283465, 2: 0.389402, 4: 0.465977, 8: 0.548841, 16: 0.884256, 32: 0.787012, 64: 0.811368 },
          line: [0.034368157117263154, 0.29304098647573695],
        },
        {
          name: 'distilbart-xsum-6-6',
          sourceName: 'sshleifer-distilbart-xsum-6-6',
          accuracy: 35.73,
          cores: 4,
          p99: { 1: 0.168044, 2: 0.250919, 4: 0.42756, 8: 0.466797, 16: 0.541193, 32: 0.683602, 64: 0.697147 },
          line: [0.04137558839632122, 0.17317149348880903],
        },
        {
          name: 'distilbart-xsum-12-3',
          sourceName: 'sshleifer-distilbart-xsum-12-3',
          accuracy: 36.39,
          cores: 8,
          p99: { 1: 0.146604, 2: 0.182512, 4: 0.253305, 8: 0.282244, 16: 0.446209, 32: 0.400182, 64: 0.501486 },
          line: [0.018793291651684328, 0.14569140403167039],
        },
        {
          name: 'distilbart-xsum-9-6',
          sourceName: 'sshleifer-distilbart-xsum-9-6',
          accuracy: 36.61,
          cores: 8,
          p99: { 1: 0.141546, 2: 0.192891, 4: 0.304615, 8: 0.362087, 16: 0.615648, 32: 0.486506, 64: 0.404088 },
          line: [0.030894417804220472, 0.13443084820457119],
        },
        {
          name: 'distilbart-xsum-12-6',
          sourceName: 'sshleifer-distilbart-xsum-12-6',
          accuracy: 36.99,
          cores: 8,
          p99: { 1: 0.175565, 2: 0.219155, 4: 0.310829, 8: 0.376121, 16: 0.468558, 32: 0.469056, 64: 0.379175 },
          line: [0.028170223609260917, 0.16477925518284658],
        },
      ],
    },
  ],
});
