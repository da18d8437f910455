import { describe, expect, it } from 'vitest';
import { asSentence, infoOf, questions } from './info.ts';
import { policyStyles } from '../../theme/policies.ts';

describe('the Policies view', () => {
  it('has an answer to every question for every policy that the page shows', () => {
    for (const { id } of policyStyles) expect(infoOf(id).about, id).toHaveLength(questions.length);
  });

  it('says of yardsticks that something can beat them, and why', () => {
    expect(infoOf('static-best').about.join(' ')).toMatch(/by the equations .*another may beat it/);
    expect(infoOf('optimum-true').about.join(' ')).toMatch(/foresees no .*lateness.* may beat it/);
  });

  it('writes fragments as sentences', () => {
    expect(asSentence('none; kept')).toBe('None; kept.');
    expect(asSentence('Done.')).toBe('Done.');
  });
});
