import { describe, expect, it } from 'vitest';
import { parseOptions, UsageError } from './options.ts';

const NAMES = ['pipeline', 'workload', 'policy', 'out', 'seed', 'model-uris'];
const parse = (...args: readonly string[]): object => parseOptions(args, NAMES, ['force']);
const ALL =
  /Options here: --pipeline --workload --policy --out --seed --model-uris --force --json --quiet --debug --help\.$/;

describe('options', () => {
  it('are taken with = and without, negative numbers too; what scripts give is accepted', () => {
    expect({ ...parse('--out', 'a', '--seed', '-1', '--policy=-x', '--force', '--json', '--quiet') }).toEqual(
      {
        out: 'a',
        seed: '-1',
        policy: '-x',
        force: true,
        json: true,
        quiet: true,
      },
    );
    expect({ ...parse('--out', '', '--model-uris', '-') }).toEqual({ out: '', 'model-uris': '-' });
  });

  it.each([
    [['--pipelin', 'x'], 'There is no option --pipelin here; did you mean --pipeline? '],
    [['--wrkload=x'], 'There is no option --wrkload here; did you mean --workload? '],
    [['--Policy', 'x'], 'There is no option --Policy here; did you mean --policy? '],
    [['--workloads', 'x'], 'There is no option --workloads here; did you mean --workload? '],
    [['--models-uri', 'x'], 'There is no option --models-uri here; did you mean --model-uris? '],
    [['--jsno'], 'There is no option --jsno here; did you mean --json? '],
    [['--forced'], 'There is no option --forced here; did you mean --force? '],
    [['--hepl'], 'There is no option --hepl here; did you mean --help? '],
    [['--zebra', '1'], 'There is no option --zebra here. '],
    [['-x'], 'There is no option -x here. '],
    [['--__proto__', '1'], 'There is no option --__proto__ here. '],
    [
      ['video'],
      '"video" belongs to no option: every value follows the name of its option, as in --pipeline <value>. ',
    ],
    [['pipeline', 'video'], '"pipeline" belongs to no option; did you mean --pipeline? '],
    [['--out', 'a', 'workload=day'], '"workload=day" belongs to no option: '],
    [['--', '--out', 'a'], '"--" alone says nothing here; leave it out. '],
  ])('%j are refused with what was meant and with all that there is', (args, begins) => {
    const complaint = said(args);
    expect(complaint.slice(0, begins.length)).toBe(begins);
    expect(complaint).toMatch(ALL);
  });

  it.each([
    [['--out'], '--out needs a value behind it.'],
    [['--out', '--force'], '--out needs a value behind it; --force follows instead.'],
    [
      ['--policy', '-x'],
      '--policy needs a value, but "-x" follows it; a value that begins with a hyphen is written "--policy=-x".',
    ],
    [['--force=yes'], '--force takes no value; leave out "=yes".'],
    [['--json=1'], '--json takes no value; leave out "=1".'],
  ])('%j are refused in a sentence', (args, sentence) => {
    expect(said(args)).toBe(sentence);
  });
});

function said(args: readonly string[]): string {
  try {
    parse(...args);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}
