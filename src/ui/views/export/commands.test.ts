import { describe, expect, it } from 'vitest';
import { commandsText } from './commands.ts';
import { defaultChoices, planOf } from '../../../export/cluster/plan.ts';
import { presetById } from '../../../model/presets/index.ts';

describe('the commands below the files', () => {
  const pipeline = presetById('video')!;
  const once = pipeline.stages.map(() => ({ variant: 0, replicas: 1, batch: 1 }));
  const plan = planOf(pipeline, once, defaultChoices(pipeline));
  if (!plan.ok) throw new Error(plan.message);
  const parts = (withAgent: boolean): readonly string[] => commandsText(plan.value, withAgent).split('\n\n');
  const titles = (withAgent: boolean): readonly string[] =>
    parts(withAgent).map((part) => part.split('\n')[0]!);

  it('are the way in and the way out', () => {
    expect(titles(false)).toEqual(['# the pipeline', '# undo']);
    expect(parts(false)[0]).toContain('kubectl apply -f manifests/');
    expect(commandsText(plan.value, false)).not.toContain('agent');
  });

  it('let the agent in last and take it out first', () => {
    expect(titles(true)).toEqual([
      '# the pipeline',
      '# the agent: at first it only asks, and writes its decisions down',
      '# let it decide',
      '# pause it, and let it go on',
      '# undo',
    ]);
    expect(parts(true).at(-1)!.split('\n')[1]).toContain('agent/agent.yaml');
    expect(parts(true).at(-1)).toContain(parts(false).at(-1)!.split('\n').slice(1).join('\n'));
    for (const line of commandsText(plan.value, true).split('\n'))
      expect(line).toMatch(/^$|^# |^kubectl |^docker /);
  });
});
