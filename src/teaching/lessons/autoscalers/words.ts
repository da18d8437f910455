import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'The autoscalers people run',
  teaches: 'HPA, KEDA and KPA on one burst, and what each of them sees too late.',
  steps: {
    people: {
      heading: 'Three that are in use everywhere',
      text: ['HPA is the one that Kubernetes brings.'],
    },
    burst: { heading: 'One burst', text: ['Before it {before} come, then {burst}.'] },
    sooner: {
      heading: 'Who answers first?',
      text: ['All three look at what was.'],
      question: 'Whose cores rise first?',
      options: {
        hpa: { text: 'HPA', wrong: 'HPA reads a mean over its window.' },
        kpa: { text: 'KPA' },
        keda: { text: 'Both at once', wrong: 'They look over windows of different lengths.' },
      },
      after: ['KPA had more cores after {kpa}, HPA after {hpa}, {late} later.'],
    },
  },
};
