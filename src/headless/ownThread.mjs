/** Where a program of one's own works: a thread that is ended where it takes too long. */
import { register } from 'tsx/esm/api';

// A new thread does not know how to read TypeScript.
register();
await import('./ownProgram.ts');
