/** The files of a trained policy, off the main thread: golden decisions and the evaluation need episodes. */
import { expose } from 'comlink';
import { patience } from './alive.ts';
import type { ExportApi } from './exportProtocol.ts';
import { policyFiles } from '../src/export/policy/policyFiles.ts';
import { summaryOf } from '../src/export/policy/trainingSummary.ts';
import { refused, type Result } from '../src/model/result.ts';
import { orTooMuch } from '../src/model/watch.ts';
import { sizeOf } from '../src/scenario/size.ts';
import { playStill } from '../src/scenario/still.ts';
import { keptRun, runArchive } from '../src/storage/archive.ts';
import { openStore } from '../src/storage/openStore.ts';
import type { RunProgress } from '../src/storage/store.ts';

async function runOf(id: string | undefined): Promise<Result<RunProgress>> {
  if (id === undefined) return refused('This agent comes from no run that is kept.');
  try {
    const store = await openStore();
    try {
      return await keptRun(store, id);
    } finally {
      store.close();
    }
  } catch (error) {
    // Where the browser keeps nothing, the agent can still leave.
    return refused(error instanceof Error ? error.message : String(error));
  }
}

const api: ExportApi = {
  async policyFiles(agent, scenario, baseline, run) {
    const kept = await runOf(run);
    const archive = kept.ok ? await runArchive(kept.value) : kept;
    const training =
      kept.ok && archive.ok ? { training: summaryOf(kept.value.run), run: archive.value } : undefined;
    return {
      files: await policyFiles(agent, scenario, { baseline, ...training, patience }),
      without: archive.ok ? '' : archive.message,
    };
  },
  playStill: (scenario, configuration, load) =>
    orTooMuch(
      'Playing the configuration at its load',
      () => sizeOf(scenario),
      () => playStill(scenario, configuration, load, patience.replay()),
    ),
};

expose(api);
