/** Hand-ins run again off the main thread, and what a student's own work comes to. Plain TypeScript only. */
import { expose } from 'comlink';
import { clock, patience } from './alive.ts';
import type { GradeApi } from './gradeProtocol.ts';
import { filesIn, tooLarge } from '../src/teaching/assignments/files.ts';
import { gradeText, knownOf } from '../src/teaching/assignments/grade.ts';
import { rerun } from '../src/teaching/assignments/rerun.ts';
import { setHighsLocation } from '../src/policies/highs.ts';
import highsUrl from 'highs/runtime?url';

setHighsLocation(highsUrl);

const api: GradeApi = {
  check: (assignment, work) => rerun(assignment, work, { patience, clock }),
  async open(file) {
    const large = tooLarge(file.size, file.name);
    if (large !== undefined) return [{ file: file.name, refused: large }];
    return filesIn(new Uint8Array(await file.arrayBuffer()), file.name);
  },
  grade: ({ file, text }, known) => gradeText(text, file, knownOf(known), { patience, clock }),
};

expose(api);
