/** The classical wait of c servers with one queue: Erlang's delay probability and the mean wait for constant service. */

/**
 * Erlang C: probability that a customer of M/M/c waits. `servers` >= 1, `utilisation` in [0, 1).
 * Source: Erlang (1917), by the recurrence of the blocking probability over the servers.
 */
export function delayProbability(servers: number, utilisation: number): number {
  const offered = servers * utilisation;
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (offered * blocked) / (c + offered * blocked);
  return blocked / (1 - utilisation * (1 - blocked));
}

/**
 * Mean wait in M/D/c in units of the service time, times (1 - utilisation): finite up to saturation.
 * Source: Cosmetatos (1975), "Approximate explicit formulae for the average queueing time in the processes (M/D/r) and
 * (D/M/r)", INFOR 13; within 2 % of the exact wait for 1 to 16 servers. Exact for one server (Pollaczek-Khinchine).
 * `delay`: `delayProbability`, where it is known already.
 */
export function constantServiceWait(
  servers: number,
  utilisation: number,
  delay = delayProbability(servers, utilisation),
): number {
  if (utilisation <= 0) return 0;
  const markovian = delay / servers;
  const correction =
    ((1 - utilisation) * (servers - 1) * (Math.sqrt(4 + 5 * servers) - 2)) / (16 * utilisation * servers);
  // At low utilisation the correction grows beyond its use: the wait cannot exceed that with exponential service.
  return markovian * Math.min(1, (1 + correction) / 2);
}
