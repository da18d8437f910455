/** Symmetric error of one forecast, per cent: 200 |f - y| / (|f| + |y|), 0 where both are equal. */
export function smape(forecast: number, truth: number): number {
  return forecast === truth ? 0 : (200 * Math.abs(forecast - truth)) / (Math.abs(forecast) + Math.abs(truth));
}

/** SMAPE of forecasts: the mean of their symmetric errors, per cent; 0 of none. */
export function meanSmape(forecasts: ArrayLike<number>, truths: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < forecasts.length; i++) sum += smape(forecasts[i]!, truths[i]!);
  return sum / Math.max(1, forecasts.length);
}
