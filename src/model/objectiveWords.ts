/** The latency objective, s, as every page, file and command writes it: as many digits as it has, three at the most. */
export const objectiveWords = (seconds: number, unit = 's'): string =>
  `${String(Number(seconds.toFixed(3)))} ${unit}`;
