/** Keys of policies with settings: as links, forms and the command line give them. */
import { hostile, refusal, Wrong } from '../class.ts';
import { replay, shortLoad } from '../use.ts';
import { hostileText, NUMBERS, pick } from '../values.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Random } from '../../../model/random.ts';
import { policyById } from '../../../policies/registry.ts';
import { settable } from '../../../policies/settings/fields.ts';
import {
  describeSettings,
  fieldsOf,
  parsePolicyKey,
  policyKey,
  settingsMisfit,
  settingsRemarks,
  splitPolicyKeys,
} from '../../../policies/settings/key.ts';

interface Given {
  readonly key: string;
  readonly pipeline: number;
}

function settingOf(id: string, random: Random): string {
  const field = pick(fieldsOf(id), random);
  const draw = random.uniform();
  const usual =
    field.options.length > 0
      ? String(pick(field.options, random))
      : String(random.uniform() < 0.5 ? field.default : field.min);
  const value =
    draw < 0.4
      ? usual
      : draw < 0.6
        ? pick(NUMBERS, random)
        : draw < 0.8
          ? pick(
              [
                'auto',
                '0.7',
                '2',
                '30',
                'pods:1:60',
                'percent:1e400:60',
                'pods:-1:0+percent:100:60',
                'disabled',
                'a%2Cb',
                '%',
                '=',
                ':',
              ],
              random,
            )
          : hostileText(random);
  const stage =
    random.uniform() < 0.25
      ? `${pick(['0', '1', '2', '11', '99', '-1', '1e3', '00', '4294967296'], random)}.`
      : '';
  return `${stage}${random.uniform() < 0.95 ? field.key : hostileText(random)}=${value}`;
}

function keyOf(random: Random): string {
  const id = pick(settable, random);
  if (random.uniform() < 0.1) return `${hostileText(random)}:${settingOf(id, random)}`;
  return `${id}:${Array.from({ length: 1 + random.integer(5) }, () => settingOf(id, random)).join(',')}`;
}

export const settings = hostile<Given>({
  make: (random) => ({ key: keyOf(random), pipeline: random.integer(presets.length) }),
  async meet({ key, pipeline }) {
    splitPolicyKeys(key);
    const read = parsePolicyKey(key);
    if (!read.ok) return refusal(read.message);
    const { id, settings: set } = read.value;
    const canonical = policyKey(id, set);
    const again = parsePolicyKey(canonical);
    if (!again.ok || policyKey(again.value.id, again.value.settings) !== canonical)
      throw new Wrong(`the key that is written, ${JSON.stringify(canonical)}, is read otherwise`);
    describeSettings(canonical);
    const preset = presets[pipeline]!;
    const remarks = settingsRemarks(canonical, preset, defaultLimits);
    const misfit = settingsMisfit(canonical, preset, defaultLimits);
    if (misfit !== undefined) return refusal(misfit, ...remarks);
    if (!policyById(canonical)) throw new Wrong('a key that is read names no policy');
    await replay({ ...defaultScenario(preset, shortLoad()), forecaster: 'last' }, canonical);
    return { kind: 'accepted', sentences: remarks };
  },
  bytesOf: ({ key }) => new TextEncoder().encode(key),
});
