/** What the numbers of the Predict view mean, in one place: written where each stands. */
export interface Metric {
  readonly id: 'smape' | 'mase' | 'pinball' | 'coverage' | 'milliseconds';
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
}

export function metricsFor(quantile: number): readonly Metric[] {
  const tau = quantile.toFixed(2);
  return [
    {
      id: 'smape',
      name: 'SMAPE',
      unit: '%',
      meaning:
        'Symmetric mean absolute percentage error: how far the forecast lies from the highest load of the coming 20 s, as a share of the two’s mean. Less is better. The line is the noise floor: what a forecaster would still err that knows the coming mean rate, but not how single seconds scatter around it.',
    },
    {
      id: 'mase',
      name: 'MASE',
      unit: '',
      meaning:
        'Mean absolute scaled error: the mean error in requests over that of simply repeating the last ten-second peak. Below 1 it beats repeating; the busy hours weigh most.',
    },
    {
      id: 'pinball',
      name: `Pinball ${tau}`,
      unit: 'req/s',
      meaning: `Pinball loss at ${tau}: one request too few costs ${tau}, one too many ${(1 - quantile).toFixed(2)}. This is the error in the terms of the lab’s weights, where being short costs more than being spare. Less is better; a forecast of the middle cannot be best here.`,
    },
    {
      id: 'coverage',
      name: 'Coverage',
      unit: '%',
      meaning: `How often the load stayed within the forecast. A forecast of the middle covers 50 %, one made for the lab’s weights ${(100 * quantile).toFixed(0)} %.`,
    },
    {
      id: 'milliseconds',
      name: 'Time',
      unit: 'ms',
      meaning: 'Milliseconds of one forecast, measured in this browser.',
    },
  ];
}
