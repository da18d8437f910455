/** What each forecaster is called: a page names them without their code, which is fetched when something runs. */

export interface ForecasterName {
  readonly id: string;
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
}

export const forecasterNames = [
  { id: 'ewma', name: 'EWMA x 1.03', summary: 'Weighted mean of the last ten-second peaks, 3 % up.' },
  {
    id: 'lstm',
    name: 'LSTM',
    summary: 'The paper’s: 25 recurrent units over the last twelve ten-second peaks, trained before.',
  },
  { id: 'last', name: 'Last 10 s', summary: 'The peak of the last ten seconds: purely reactive.' },
  { id: 'max20', name: 'Last 20 s', summary: 'The peak of the last twenty seconds.' },
  {
    id: 'max120',
    name: 'Last 120 s',
    summary: 'The peak of the last two minutes: never short, always dear.',
  },
  { id: 'holt', name: 'Holt, damped', summary: 'Level and damped trend.' },
  { id: 'ar', name: 'AR(12)', summary: 'Linear in the last twelve ten-second peaks.' },
  { id: 'dlinear', name: 'DLinear', summary: 'Linear in trend and remainder of the last 120 s.' },
  {
    id: 'true',
    name: 'Known load',
    summary: 'Knows the coming ten seconds: what a perfect forecast is worth.',
  },
] as const satisfies readonly ForecasterName[];
