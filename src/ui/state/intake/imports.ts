/** Files that are dropped on the page or chosen. All that reads and shows them is fetched when the first one comes. */
import type { Lab } from '../lab.svelte.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import type { FileIntake } from './intake.svelte.ts';

/** Reads the files one after the other and shows each before it is used; nothing on screen changes until then. */
export async function importFiles(lab: Lab, files: Iterable<File>): Promise<void> {
  const all = [...files];
  (await intakeOf(lab))?.add(all);
}

/** Opens the dialog that says what can be imported and what is here. */
export async function openImports(lab: Lab): Promise<void> {
  (await intakeOf(lab))?.review({ kind: 'list' });
}

/** Opens the report of an import that is here. */
export async function openReport(lab: Lab, kind: 'trace' | 'pipeline', id: string): Promise<void> {
  (await intakeOf(lab))?.review({ kind, id });
}

async function intakeOf(lab: Lab): Promise<FileIntake | undefined> {
  try {
    const { FileIntake } = await import('./intake.svelte.ts');
    lab.intake ??= new FileIntake(
      lab,
      async (file) => {
        const { importDropped } = await import('./zipImport.ts');
        await importDropped(lab, file);
      },
      async (file) => {
        const { loadTests } = await import('../pipelines/loadTests.svelte.ts');
        return loadTests.takes(file);
      },
    );
    return lab.intake;
  } catch (error) {
    lab.alert = `The import could not be fetched: ${sentenceOf(error)}`;
    return undefined;
  }
}
