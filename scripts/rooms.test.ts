import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { root } from './dependencies.mjs';
import { learningOrder, order } from './rooms.mjs';

const folders = (path: string): readonly string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

describe('the order of the rooms', () => {
  it('names every folder of src/ but that of the tests, and workers/', () => {
    const others = ['testing'];
    expect([...order.flat()].sort()).toEqual(
      [...folders('src').filter((name) => !others.includes(name)), 'workers'].sort(),
    );
  });

  it('names all that stands in learning/', () => {
    expect([...learningOrder.flat()].sort()).toEqual(folders('src/learning'));
    expect(readdirSync(join(root, 'src/learning')).filter((name) => name.endsWith('.ts'))).toEqual([]);
  });

  const whole = new ESLint({ cwd: root });
  /** What lint says of one line of a file; rules that need types are not asked. */
  async function said(path: string, line: string): Promise<readonly string[]> {
    const config = (await whole.calculateConfigForFile(join(root, path))) as { rules: Linter.RulesRecord };
    const only = Object.fromEntries(
      Object.entries(config.rules).filter(([name]) =>
        ['no-restricted-imports', 'no-restricted-syntax'].includes(name),
      ),
    );
    const lint = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser }, rules: only }],
    });
    const [result] = await lint.lintText(`${line}\n`, { filePath: join(root, path) });
    return result!.messages.map(({ message }) => message);
  }

  it.each([
    ['src/learning/ppo/ppo.ts', "import { a } from '../../storage/store.ts'; a();"],
    ['src/learning/ppo/ppo.ts', "await import('../../storage/store.ts');"],
    ['src/learning/ppo/ppo.ts', "export type A = import('../../storage/store.ts').A;"],
    ['src/learning/ppo/ppo.ts', "import type { A } from '../training/checkpoint.ts'; export type B = A;"],
    ['src/storage/store.ts', "export * from '../experiments/fork.ts';"],
    ['src/experiments/fork.ts', "import type { A } from '../storage/store.ts'; export type B = A;"],
    ['src/runs/keeper.ts', "import { a } from '../export/zip.ts'; a();"],
    ['src/export/zip.ts', "import { a } from '../runs/keeper.ts'; a();"],
    ['src/export/policy/bundle.ts', "import { a } from '../agent/node/main.ts'; a();"],
    ['src/export/agent/agent.ts', "import { a } from './node/main.ts'; a();"],
    ['src/testing/agents.ts', "import { a } from './hostile/use.ts'; a();"],
    ['src/model/range.ts', "import { a } from '../workload/workload.ts'; a();"],
    ['src/ui/state/lab.svelte.ts', "import { writable } from 'svelte/store'; writable(1);"],
  ])('is held by lint: %s, %s', async (path, line) => {
    expect(await said(path, line)).not.toEqual([]);
  });

  it.each([
    ['src/learning/training/agentTraining.ts', "import { a } from '../ppo/ppo.ts'; a();"],
    ['src/ui/main.ts', "await import('../storage/openStore.ts');"],
    ['src/export/policy/bundle.ts', "import { a } from '../agent/agent.ts'; a();"],
  ])('and lets through what stands before: %s, %s', async (path, line) => {
    expect(await said(path, line)).toEqual([]);
  });
});
