/** Id of the forecaster that is trained here. */
export const LSTM = 'lstm';
