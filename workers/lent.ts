/** A visitor's policies in a worker to which the page lends sandboxes (src/ui/own/lend.ts); what runs them is fetched with the first. */
import { clock } from './alive.ts';
import type { LentSandboxes } from './ownProtocol.ts';
import { noOwnRuns } from '../src/policies/own/ownPolicy.ts';
import type { OwnRuns } from '../src/policies/own/runs.ts';

let lent: MessagePort | undefined;
let runs: Promise<OwnRuns> | undefined;

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (typeof data === 'object' && data !== null && 'sandboxes' in data)
    lent = (data as LentSandboxes).sandboxes;
});

export const own: OwnRuns = {
  together: true,
  async start(policy, opening, tables) {
    const control = lent;
    if (!control) return noOwnRuns.start(policy, opening, tables);
    runs ??= import('./own.ts').then(({ ownRuns }) => ownRuns(control, clock));
    return (await runs).start(policy, opening, tables);
  },
};
