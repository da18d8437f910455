/** Second `t` since 1970 as a date: in UTC with "Z" or no zone, or on the clock of "+hh:mm" with it; tenths and finer where it has them. */
export function isoTime(t: number, zone: string, between: 'T' | ' '): string {
  const ahead = /^\+(\d\d):(\d\d)$/.exec(zone);
  const local = t + (ahead ? 3600 * Number(ahead[1]) + 60 * Number(ahead[2]) : 0);
  const text = new Date(Math.round(local * 1000)).toISOString();
  return text.replace('T', between).replace(/(\.000)?Z$/, '') + zone;
}
