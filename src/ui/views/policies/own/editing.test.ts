import { CompletionContext } from '@codemirror/autocomplete';
import { javascript } from '@codemirror/lang-javascript';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { membersAt } from './complete.ts';
import { faultIn, placedIn, syntaxFaults } from './faults.ts';
import { resultWords } from './tried.ts';
import { examples } from '../../../../policies/own/examples.ts';
import { runRecord } from '../../../../testing/runs.ts';
import type { EpisodeSummary } from '../../../../scenario/scenario.ts';

const stateOf = (doc: string): EditorState => EditorState.create({ doc, extensions: [javascript()] });

/** What is offered at the end of the text. */
function offered(text: string, explicit = false): readonly string[] | undefined {
  const result = membersAt(new CompletionContext(stateOf(text), text.length, explicit));
  return result?.options.map(({ label }) => label);
}

describe('completion', () => {
  it('offers what the chain before the dot is made of', () => {
    expect(offered('const x = obs')).toEqual(['observation', 'tables', 'memory', 'random']);
    expect(offered('observation.')).toContain('predicted');
    expect(offered('observation.stages[n].')).toContain('backlog');
    expect(offered('tables.stages[n].variants[stage.variant].')).toContain('startupSeconds');
    expect(offered('tables.stages[n]?.va')).toEqual(['name', 'variants']);
    expect(offered('stage.')).toContain('replicas');
  });

  it('offers nothing of names that it does not know', () => {
    expect(offered('Math.')).toBeUndefined();
    expect(offered('x = ')).toBeUndefined();
    expect(offered('', true)).toContain('memory');
  });
});

describe('what is wrong with the code', () => {
  it('is nothing in the examples', () => {
    for (const { source } of examples) expect(syntaxFaults(stateOf(source))).toEqual([]);
  });

  it('is said at its line while it is typed', () => {
    const state = stateOf('export default {\n  name: "a",\n  decide( { return 1; },\n};\n');
    const [first] = syntaxFaults(state);
    expect(first?.message).toMatch(/^Line 3: /);
    expect(state.doc.lineAt(first!.from).number).toBe(3);
  });

  it('is said at the line where a run ended', () => {
    const sentence = 'Mine failed at decision 41: TypeError: x is not a function, at line 2, column 3.';
    const fault = placedIn(sentence);
    expect(fault).toEqual({ sentence, line: 2, column: 3 });
    expect(faultIn(stateOf('one\ntwo()\n'), fault)).toEqual([
      { from: 6, to: 9, severity: 'error', message: sentence },
    ]);
    expect(faultIn(stateOf('one'), fault)).toEqual([]);
    expect(placedIn('Mine took over 50 ms.')).toBeUndefined();
  });
});

it('a trial is told beside the lanes, with what became of its orders', () => {
  const { scenario } = runRecord();
  const summary = {
    ...{ objective: 11.2, decisionMs: 0.04 },
    misfits: { repaired: 2, refused: 1, first: 'At decision 4 its answer is NaN, not an array.' },
  } as unknown as EpisodeSummary;
  const tried = {
    scenario,
    trial: { key: 'own-a', name: 'Mine', summary },
    beside: [{ key: 'ipa', name: 'IPA', summary: { ...summary, objective: 10.9 } }],
  };
  const [j, misfits, time] = resultWords(tried, false);
  expect(j).toBe(
    `J is 11.20 on ${scenario.pipeline.name} under ${scenario.workload.name}. Beside it: IPA 10.90 (+0.30).`,
  );
  expect(misfits).toMatch(/2 were repaired and 1 was refused\. At decision 4 its answer is NaN/);
  expect(time).toMatch(/^A decision took \S+ ms on average, with the way to its sandbox and back\.$/);
  expect(resultWords(tried, true)[2]).toMatch(/with the way to its worker and back\.$/);
});
