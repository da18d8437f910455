/**
 * Forecasters that need no tensors. Load is exogenous, so a forecast depends on the trace alone and is
 * computed once per (trace, second) whatever the policy does.
 */
export interface Forecaster {
  readonly id: string;
  readonly name: string;
  /**
   * Forecast at second `t` of the load to serve, req/s. Reads only `rates[0, t)` - except the
   * forecaster `true`, which knows the coming 10 s and exists to price the others.
   */
  forecast(rates: Float64Array, t: number): number;
}
