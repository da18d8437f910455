import { measured } from './measured.ts';

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
          cores: 16,
          p99: { 1: 0.120764, 2: 0.181393, 4: 0.228054, 8: 0.423372, 16: 0.44658, 32: 0.339528, 64: 0.539173 },
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
          sourceName: 'deepset-xlm-roberta-base-squad2',
          accuracy: 77.141,
          cores: 1,
          p99: { 1: 0.108725, 2: 0.154713, 8: 0.322905, 32: 0.447863, 64: 0.419738 },
          line: [0.029702293013417452, 0.08653948781102196],
        },
        {
          name: 'roberta',
          sourceName: 'deepset-roberta-base-squad2',
          accuracy: 82.9125,
          cores: 1,
          p99: { 1: 0.110583, 2: 0.143768, 8: 0.291698, 32: 0.420761, 64: 0.419195 },
          line: [0.02544852858365969, 0.08870509405468782],
        },
      ],
    },
  ],
});
