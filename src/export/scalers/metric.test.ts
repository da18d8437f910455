/** Names and queries as monitoring has them. */
import { expect, it } from 'vitest';
import { meantBy } from './metric.ts';

it.each([
  'generation_tokens_per_second',
  'vllm_generation_toks_per_s',
  'prompt_tokens_per_second',
  'packets-per-second',
  'bytes_per_second',
  'sum(rate(http_response_size_bytes_sum[1m]))',
  'vllm:request_queue_time_seconds',
  'queueTimeSeconds',
  'message_wait_time',
  'oldest_unacked_message_age',
  'network_throughput',
])('%s is no number of requests', (name) => {
  expect(meantBy(name)).toBeUndefined();
});

it.each([
  ['http_requests_per_second', 'rate', 1],
  ['requests-per-minute', 'rate', 1 / 60],
  ['sum(rate(request_queue_time_seconds_count[1m]))', 'rate', 1],
  ['sum(rate(http_request_duration_seconds_count[1m]))', 'rate', 1],
  ['messages_in_queue', 'queue', 1],
  ['vllm:num_requests_running', 'concurrency', 1],
])('%s is', (name, metric, perSecond) => {
  expect(meantBy(name)).toEqual({ metric, perSecond });
});
