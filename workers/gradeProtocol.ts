/** What crosses the boundary of `workers/grade.ts`. Types only: no runtime code. */
import type { Result } from '../src/model/result.ts';
import type { Assignment } from '../src/teaching/assignments/assignment.ts';
import type { TextFile } from '../src/teaching/assignments/files.ts';
import type { Refused, Row } from '../src/teaching/assignments/grade.ts';
import type { Told, Work } from '../src/teaching/assignments/rerun.ts';

/** `workers/grade.ts`. */
export interface GradeApi {
  /** What a work comes to, as grading will find it; or the sentence that says why it cannot run. */
  check(assignment: Assignment, work: Work): Promise<Result<Told>>;
  /** The files in a file, which may be a .zip. */
  open(file: File): Promise<readonly (TextFile | Refused)[]>;
  /** One hand-in, run again, by the assignment among `known` that it answers. */
  grade(handIn: TextFile, known: readonly Assignment[]): Promise<Row>;
}
