import { describe, expect, it } from 'vitest';
import { filesOf } from '../clusterFiles.ts';
import { manifestsOf } from './manifests.ts';
import { modelSettings, RUNTIME_PLACEHOLDER } from './modelSettings.ts';
import { defaultChoices, layouts, planOf } from './plan.ts';
import { presets } from '../../model/presets/index.ts';

describe.each(layouts)('the settings of the models in the layout %s', (layout) => {
  it.each(presets.map((p) => [p.name, p] as const))('%s', (_, pipeline) => {
    const plan = planOf(
      pipeline,
      pipeline.stages.map(() => ({ variant: 0, replicas: 1, batch: 8 })),
      { ...defaultChoices(pipeline), layout },
    );
    if (!plan.ok) throw new Error(plan.message);
    const settings = modelSettings(plan.value).map(({ name, content }) => ({
      file: name,
      ...(JSON.parse(content as string) as { name: string; implementation: string }),
    }));
    const own = plan.value.stages.map(({ name }) => name);
    const wanted = layout === 'seldon-per-stage' ? own.flatMap((name) => [name, `queue-${name}`]) : own;
    expect(settings.map(({ name }) => name)).toEqual(wanted);
    expect(settings.map(({ file }) => file)).toEqual(wanted.map((name) => `model-settings/${name}.json`));
    // Every batch stands in a variable, and nothing in a file overrides it.
    for (const one of settings) {
      expect(one.implementation).toBe(RUNTIME_PLACEHOLDER);
      expect(JSON.stringify(one)).not.toMatch(/batch/i);
    }
    expect(JSON.stringify(manifestsOf(plan.value))).toContain('MLSERVER_MODEL_MAX_BATCH_SIZE');
    const files = filesOf(plan.value, 'some', 30);
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(settings.map(({ file }) => file)));
    const readme = files.find(({ name }) => name === 'README.md')!.content as string;
    expect(readme).toMatch(/## Model settings\n\n.*max_batch_size.*overrides/);
    expect(readme).toContain(RUNTIME_PLACEHOLDER);
  });
});
