import { expect, it } from 'vitest';
import { notTheLabs } from './notTheLabs.ts';
import { presets } from '../../model/presets/index.ts';
import { generators } from '../../workload/generators.ts';

const kept = (...ids: readonly string[]): readonly { readonly id: string }[] => ids.map((id) => ({ id }));

it.each(generators)('no load of a stranger is taken for the lab’s own $id', ({ id }) => {
  expect(notTheLabs(kept('import:0123abcd', id, 'mine'), generators)).toEqual(
    kept('import:0123abcd', 'mine'),
  );
});

it.each(presets)('no pipeline of a stranger is taken for the lab’s own $id', ({ id }) => {
  expect(notTheLabs(kept(id, `import:${id}`), presets)).toEqual(kept(`import:${id}`));
});
