/** The one question that the agent asks Prometheus: the value of an expression at a moment. */
import { ARRIVALS, NUMBER, WORDS } from './bounds.ts';
import { jsonWithin } from './json.ts';
import type { Secrets } from './secrets.ts';
import { isGood, isRedirect, redirected, type Transport } from './transport.ts';
import { refused, type Result } from '../../model/result.ts';

/**
 * `at` is milliseconds since 1970; `what` is whether one number or a range of samples is asked for. Refuses in a sentence
 * where Prometheus does not answer, or refuses itself.
 */
export type AskPrometheus = (
  expression: string,
  at: number,
  what: 'number' | 'range',
) => Promise<Result<unknown>>;

/** `seconds` of one request. */
export function prometheusAt(url: string, seconds: number, ask: Transport, secrets: Secrets): AskPrometheus {
  const base = `${url.replace(/\/+$/, '')}/api/v1/query`;
  const { host } = new URL(base);
  return async (expression, at, what) => {
    const address = new URL(base);
    address.searchParams.set('query', expression);
    address.searchParams.set('time', (at / 1000).toFixed(3));
    const { bytes, values } = what === 'range' ? ARRIVALS : NUMBER;
    const reply = await ask({
      method: 'GET',
      url: address,
      headers: { accept: 'application/json' },
      bytes,
      seconds,
    });
    const { status, fault } = reply;
    const words = (text: string): string => secrets.text(text, WORDS);
    if (status === 0) return refused(`Prometheus does not answer (${words(fault ?? 'none came')}).`);
    if (isRedirect(reply)) return refused(`Prometheus: ${secrets.text(redirected(host, reply), 2 * WORDS)}.`);
    if (!isGood(reply)) {
      const text = fault ?? new TextDecoder().decode(reply.bytes).trim();
      return refused(`Prometheus answers ${String(status)}: ${words(text === '' ? 'without a word' : text)}`);
    }
    if (fault !== undefined) return refused(`Prometheus’s answer cannot be used: ${words(fault)}.`);
    const parsed = jsonWithin(reply.bytes, values);
    return parsed.ok ? parsed : refused(`Prometheus’s answer cannot be used: ${parsed.message}.`);
  };
}
