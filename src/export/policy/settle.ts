import type { ReadBundle } from './readBundle.ts';
import { widestLimits } from '../../model/bounds.ts';
import { pipelineFrom } from '../../model/parse.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import type { Replacement } from '../../storage/store.ts';

/** What the lab takes over of a bundle. */
export type Settled = Pick<ReadBundle, 'scenario' | 'agent' | 'run'>;

/**
 * A pipeline that has a preset's id and differs from it gets an id of its own, in the agent and in the run too: they would
 * be taken for the preset's.
 */
export function settled({ scenario, agent, run }: Settled): Settled {
  const id = ownId(scenario.pipeline);
  const named = (pipeline: Pipeline): Pipeline => ({ ...pipeline, id: ownId(pipeline) });
  return {
    scenario: { ...scenario, pipeline: named(scenario.pipeline) },
    agent: { ...agent, pipeline: id },
    run: run && {
      ...run,
      runs: run.runs.map((progress): Replacement['runs'][number] => ({
        ...progress,
        run: {
          ...progress.run,
          scenario: { ...progress.run.scenario, pipeline: named(progress.run.scenario.pipeline) },
          agent: progress.run.agent && {
            ...progress.run.agent,
            pipeline: ownId(progress.run.scenario.pipeline),
          },
        },
      })),
    },
  };
}

function ownId(pipeline: Pipeline): string {
  const preset = presetById(pipeline.id);
  if (!preset) return pipeline.id;
  // Read alike, so that the order of fields and what no pipeline needs do not count.
  const [own, other] = [preset, pipeline].map((one) => pipelineFrom(one, '', widestLimits));
  return JSON.stringify(own) === JSON.stringify(other) ? pipeline.id : `import:${pipeline.id}`;
}
