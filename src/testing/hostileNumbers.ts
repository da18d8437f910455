/** Latency profiles that no replica has, as JSON text, with a part of the sentence that every door must say. */

export interface HostileProfile {
  readonly name: string;
  /** JSON, so that 1e400 can be written. */
  readonly profile: string;
  readonly sentence: string;
}

const whole = (batches: string, seconds: string, slope = '0.1', intercept = '0', upTo = '1'): string =>
  `{"batches":${batches},"seconds":${seconds},"line":{"slope":${slope},"intercept":${intercept}},"measuredUpTo":${upTo}}`;

export const hostileProfiles: readonly HostileProfile[] = [
  {
    name: 'no batches',
    profile: whole('[]', '[]', '0', '0'),
    sentence: 'must have at least one measured batch, beginning with batch 1; its list of batches is empty',
  },
  {
    name: 'a slope of 1e400',
    profile: whole('[1]', '[0.1]', '1e400', '-1e400'),
    sentence:
      'must have a line whose slope is a number from 0 to 100,000 seconds per request; it is Infinity',
  },
  {
    name: 'an intercept of -1e400',
    profile: whole('[1]', '[0.1]', '0', '-1e400'),
    sentence: 'whose intercept is a number from -6,400,000 to 6,400,000 seconds; it is -Infinity',
  },
  {
    name: 'a slope of 1e308',
    profile: whole('[1]', '[0.1]', '1e308'),
    sentence: 'slope is a number from 0 to 100,000 seconds per request; it is 1e+308',
  },
  {
    name: 'a falling line',
    profile: whole('[1,2]', '[0.1,0.2]', '-0.1', '1', '2'),
    sentence: 'slope is a number from 0 to 100,000 seconds per request; it is -0.1',
  },
  {
    name: 'a line below 0 where it holds',
    profile: whole('[1]', '[0.1]', '0', '-5'),
    sentence: 'at every batch up to 64; at batch 2 its line comes to -5',
  },
  {
    name: 'a line that leads beyond every plausible time',
    profile: whole('[1]', '[0.1]', '100000', '6400000'),
    sentence:
      'must come to a number from 0.000001 to 6,400,000 seconds at every batch up to 64; at batch 2 its line comes to 6,600,000',
  },
  {
    name: 'fewer seconds than batches',
    profile: whole('[1,2]', '[0.1]'),
    sentence: 'must have as many seconds as batches; it has 2 batches and 1 seconds',
  },
  {
    name: 'more seconds than batches',
    profile: whole('[1]', '[0.1,0.2]'),
    sentence: 'must have as many seconds as batches; it has 1 batches and 2 seconds',
  },
  {
    name: 'batches out of order',
    profile: whole('[1,4,2]', '[0.1,0.2,0.3]', '0.1', '0', '2'),
    sentence: 'must have batches in ascending order; after 4 comes 2',
  },
  {
    name: 'a batch twice',
    profile: whole('[1,1]', '[0.1,0.2]'),
    sentence: 'must have batches in ascending order; after 1 comes 1',
  },
  {
    name: 'batches from 2 on',
    profile: whole('[2]', '[0.1]', '0.1', '0', '2'),
    sentence: 'must have batches from 1 on, since every batch size is read from there; the first is 2',
  },
  {
    name: 'a broken batch',
    profile: whole('[1,2.5]', '[0.1,0.2]'),
    sentence: 'each a whole number from 1 to 9,999; number 2 is 2.5',
  },
  {
    name: 'a batch as text',
    profile: whole('["1"]', '[0.1]'),
    sentence: 'each a whole number from 1 to 9,999; number 1 is "1"',
  },
  {
    name: 'no time at a batch',
    profile: whole('[1,2]', '[0.1,0]'),
    sentence: 'at batch 2 must be a number from 0.000001 to 100,000 seconds, not 0',
  },
  {
    name: 'negative time at a batch',
    profile: whole('[1]', '[-0.1]'),
    sentence: 'at batch 1 must be a number from 0.000001 to 100,000 seconds, not -0.1',
  },
  {
    name: 'time without end',
    profile: whole('[1]', '[1e400]'),
    sentence: 'at batch 1 must be a number from 0.000001 to 100,000 seconds, not ',
  },
  {
    name: 'a measuredUpTo of 1e-9',
    profile: whole('[1]', '[0.1]', '0.1', '0', '1e-9'),
    sentence: 'a measuredUpTo that is a whole number from 1 to its largest batch, 1; it is 0.000000001',
  },
  {
    name: 'a measuredUpTo beyond its batches',
    profile: whole('[1,8]', '[0.1,0.5]', '0.1', '0', '9'),
    sentence: 'a measuredUpTo that is a whole number from 1 to its largest batch, 8; it is 9',
  },
  {
    name: 'no line',
    profile: '{"batches":[1],"seconds":[0.1],"measuredUpTo":1}',
    sentence: 'must have batches, seconds, line, measuredUpTo; line is missing',
  },
  {
    name: 'a line of text',
    profile: '{"batches":[1],"seconds":[0.1],"line":"flat","measuredUpTo":1}',
    sentence: 'must have a line whose slope is a number from 0 to 100,000 seconds per request; it is missing',
  },
  {
    name: 'batches that are no list',
    profile: whole('{"length":1e9}', '[0.1]'),
    sentence: 'must have batches and seconds that are lists of numbers',
  },
];

/** A pipeline of one variant with that latency, as JSON text. */
export function pipelineWith(latency: string): string {
  return `{"id":"p","name":"p","slaSeconds":1,"source":"","stages":[{"name":"s","metric":"m","variants":[{"name":"v","accuracy":0.5,"cores":1,"startupSeconds":0,"latency":${latency}}]}]}`;
}
