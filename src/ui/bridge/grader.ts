import { Bridge, reading } from './bridge.ts';
import { SILENCE } from '../../model/timeLimits.ts';
import type { Result } from '../../model/result.ts';
import type { Assignment } from '../../teaching/assignments/assignment.ts';
import type { TextFile } from '../../teaching/assignments/files.ts';
import type { Refused, Row } from '../../teaching/assignments/grade.ts';
import type { Told, Work } from '../../teaching/assignments/rerun.ts';
import type { GradeApi } from '../../../workers/gradeProtocol.ts';

/** `workers/grade.ts`: one thing at a time. */
export class Grader {
  readonly #bridge = new Bridge<GradeApi>(
    'grading',
    () =>
      new Worker(new URL('../../../workers/grade.ts', import.meta.url), { type: 'module', name: 'grade' }),
    'what is graded by now stays',
    { silence: reading.silence, cause: 'what was handed in is more than can be run here' },
  );

  /** As `GradeApi`. */
  check(assignment: Assignment, work: Work): Promise<Result<Told>> {
    return this.#bridge.call<Result<Told>>(async (remote) => await remote.check(assignment, work), {
      doing: 'The run of what you have set',
      within: SILENCE.answer,
    });
  }

  open(file: File): Promise<readonly (TextFile | Refused)[]> {
    return this.#bridge.call<readonly (TextFile | Refused)[]>(async (remote) => await remote.open(file), {
      doing: `The reading of ${file.name}`,
    });
  }

  grade(handIn: TextFile, known: readonly Assignment[]): Promise<Row> {
    return this.#bridge.call<Row>(async (remote) => await remote.grade(handIn, known), {
      doing: `The grading of ${handIn.file}`,
      within: SILENCE.answer,
    });
  }

  /** Lets go of the worker. */
  end(): void {
    this.#bridge.terminate();
  }
}
