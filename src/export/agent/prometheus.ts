/** The one question that the agent asks Prometheus: the value of an expression at a moment. */
import { accepted, refused, type Result } from '../../model/result.ts';

/** Answers larger than this are not read: they are no answer to one of the agent's queries. */
const MOST_CHARACTERS = 5_000_000;

/** `at` is milliseconds since 1970. Refuses in a sentence where Prometheus does not answer, or refuses itself. */
export type AskPrometheus = (expression: string, at: number) => Promise<Result<unknown>>;

export function prometheusAt(url: string, timeoutSeconds: number): AskPrometheus {
  return async (expression, at) => {
    const address = new URL(`${url.replace(/\/+$/, '')}/api/v1/query`);
    address.searchParams.set('query', expression);
    address.searchParams.set('time', (at / 1000).toFixed(3));
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(1000 * timeoutSeconds) });
      const text = await answer.text();
      if (text.length > MOST_CHARACTERS) return refused('Prometheus answers with more than is asked.');
      if (!answer.ok) return refused(`Prometheus answers ${String(answer.status)}: ${text.slice(0, 200)}`);
      return accepted(JSON.parse(text));
    } catch (error) {
      return refused(
        `Prometheus does not answer (${error instanceof Error ? error.message : String(error)}).`,
      );
    }
  };
}
