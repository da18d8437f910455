import { expect, it } from 'vitest';
import { PLACEHOLDER_METRIC, placeholderCaution } from './placeholders.ts';
import { presetById } from './presets/index.ts';

const pipeline = presetById('nlp')!;

it('names the stages whose figures are placeholders', () => {
  const [first, ...rest] = pipeline.stages;
  const one = { stages: [{ ...first!, metric: PLACEHOLDER_METRIC }, ...rest] };
  expect(placeholderCaution(one)).toContain(`of the stage ${first!.name} are placeholders`);
  const all = { stages: pipeline.stages.map((stage) => ({ ...stage, metric: PLACEHOLDER_METRIC })) };
  expect(placeholderCaution(all)).toContain(
    `of the stages ${all.stages.map(({ name }) => name).join(', ')} are`,
  );
});

it('says nothing where all is measured', () => {
  expect(placeholderCaution(pipeline)).toBeUndefined();
});
