import { describe, expect, it } from 'vitest';
import {
  assignmentDigest,
  assignmentText,
  isRight,
  parseAssignment,
  type QuestionTask,
} from './assignment.ts';
import { canonical } from './canonical.ts';
import { controls } from './controls.ts';
import { rerun } from './rerun.ts';
import { goalWords, taskWords } from './words.ts';
import { defaultExperiment } from '../../scenario/experiment.ts';
import { someAssignment } from '../../testing/assignments.ts';
import { testPipeline } from '../../testing/pipelines.ts';
import { accept } from '../../testing/runs.ts';

const assignment = someAssignment();
const changed = (change: object): string =>
  canonical({ ...(JSON.parse(assignmentText(assignment)) as object), ...change });

describe('an assignment as a text', () => {
  it('comes back as it was, and has the same digest', () => {
    const read = accept(parseAssignment(assignmentText(assignment), 'a.json'));
    expect(read).toEqual(assignment);
    expect(assignmentDigest(read)).toBe(assignmentDigest(assignment));
  });

  it('carries a pipeline of the teacher’s own', () => {
    const pipeline = { ...testPipeline([[[0.5, 2, 0.1, 0.05]]]), id: 'mine' };
    const own = someAssignment({ pipeline, experiment: { ...assignment.experiment, pipeline: 'mine' } });
    expect(accept(parseAssignment(assignmentText(own), 'a.json')).pipeline).toEqual(pipeline);
  });

  it('can lock every setting that there is', () => {
    expect(controls.map(({ id }) => id).sort()).toEqual(Object.keys(defaultExperiment).sort());
  });

  it('does not tell the right option in plain', () => {
    const question = assignment.tasks[2] as QuestionTask;
    expect(Object.values(question)).not.toContain('detect');
    expect([
      isRight(question, 'detect'),
      isRight(question, 'classify'),
      isRight(question, undefined),
    ]).toEqual([...[true, false, false]]);
  });

  it.each([
    ['not JSON', 'x', /^a\.json: expected an assignment in JSON, and it is /],
    ['another file', '{"format":"other"}', /it is no assignment of this lab\.$/],
    ['another version', changed({ version: 2 }), /version 2 of assignments, and this lab reads version 1/],
    ['no version', changed({ version: undefined }), /does not say of which version/],
    ['no task', changed({ tasks: [] }), /must hold at least one goal or question/],
    [
      'an unknown pipeline',
      changed({ experiment: { ...assignment.experiment, pipeline: 'nowhere' } }),
      /the pipeline “nowhere”, which this lab does not have and the assignment does not carry/,
    ],
    [
      'a load that only a browser holds',
      changed({ experiment: { ...assignment.experiment, workload: 'import:0123abcd' } }),
      /load is an import, which only the browser holds/,
    ],
    [
      'a load that there is not',
      changed({ tasks: [{ ...assignment.tasks[0], loads: ['sideways'] }] }),
      /There is no load “sideways” here/,
    ],
    [
      'a policy that there is not',
      changed({ experiment: { ...assignment.experiment, a: 'magic' } }),
      /its settings are not the lab’s: .*magic/,
    ],
    [
      'a limit beyond all',
      changed({ experiment: { ...assignment.experiment, maxBatch: 3 } }),
      /must be a power of two/,
    ],
    [
      'a time that is the machine’s',
      changed({
        tasks: [
          {
            kind: 'goal',
            loads: [],
            goal: {
              goal: 'figure',
              figure: { of: 'measure', measure: 'decisionMs', lane: 'a' },
              ...{ name: 'x', is: 'below', than: 1 },
            },
          },
        ],
      }),
      /there is no such measure here/,
    ],
  ])('%s is refused in a sentence', (_, text, why) => {
    const read = parseAssignment(text, 'a.json');
    expect(read.ok ? '' : read.message).toMatch(why);
  });
});

describe('what a work comes to', () => {
  it('is judged on each load of a goal, and what is missing is said with the load', async () => {
    const told = accept(
      await rerun(assignment, { experiment: assignment.experiment, answers: { 2: 'detect' } }),
    );
    const [share, cost] = told.tasks;
    expect(share!.values).toHaveLength(2);
    expect(told.tasks[2]!.met).toBe(true);
    for (const [i, task] of told.tasks.entries()) expect(told.missing[i] === '').toBe(task.met || i === 2);
    // Just missed and just met by its own figure.
    const bound = async (than: number) => {
      const [, task] = assignment.tasks;
      if (task?.kind !== 'goal' || task.goal.goal !== 'figure') throw new Error('not as it was');
      const one = someAssignment({ tasks: [{ ...task, goal: { ...task.goal, than } }] });
      return accept(await rerun(one, { experiment: one.experiment, answers: {} }));
    };
    const [value] = cost!.values;
    expect((await bound(value!)).tasks[0]!.met).toBe(true);
    const missed = await bound(value! - 1e-6);
    expect(missed.tasks[0]!.met).toBe(false);
    expect(missed.missing[0]).toMatch(/^Lane A’s cost is .*\scores; it must be at most /);
  });

  it('is told in words', () => {
    expect(assignment.tasks.map(taskWords)).toEqual([
      expect.stringMatching(/^Lane A’s share in time at least 60\.\d.%, on .* and /),
      expect.stringMatching(/^Lane A’s cost at most 20\.00.cores\.$/),
      'Which stage is the bottleneck?',
    ]);
    expect(
      goalWords({
        kind: 'goal',
        loads: [],
        goal: { goal: 'choice', field: 'a', equals: 'kpa', words: 'Put KPA into lane A.' },
      }),
    ).toBe('Put KPA into lane A.');
  });
});
