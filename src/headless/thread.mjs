/** Where a command works: a thread of its own, so that the first one hears signals whatever the command computes. */
import { register } from 'tsx/esm/api';

// A new thread does not know how to read TypeScript.
register();
await import('./commandThread.ts');
