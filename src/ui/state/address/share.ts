/** The link of what is on screen, copied: what it takes along, and what stays. Fetched when a link is first asked for. */
import type { LabState } from '../labState.ts';
import { CARRIED, CODE } from './ownLink.ts';
import { carriedText } from '../pipelines/carried.ts';
import { carriedCode } from '../policies/own/carried.ts';
import type { OwnPolicies } from '../policies/own/ownPolicies.svelte.ts';
import type { Predict } from '../training/predict.svelte.ts';
import { LSTM } from '../training/lstm.ts';
import { capital, joined } from '../../format.ts';
import { AGENT } from '../../theme/policies.ts';
import { importsOf } from '../../../workload/shaping/shaped.ts';

/** What of the lab a link may not take along. */
interface Shared extends Pick<
  LabState,
  'experiment' | 'traces' | 'pipelines' | 'pipeline' | 'a' | 'b' | 'notice' | 'assignment'
> {
  readonly predict: Pick<Predict, 'used'>;
  readonly own?: Pick<OwnPolicies, 'list' | 'drafts'>;
}

/** The link of what is on screen as it leaves this browser, and what it takes along and leaves, in sentences. */
export async function leaving(
  lab: Omit<Shared, 'notice'>,
  hash: string,
): Promise<{ readonly hash: string; readonly words: string }> {
  const own = lab.pipelines.includes(lab.pipeline) ? await carriedText(lab.pipeline) : undefined;
  const code = await carriedCode(lab.own?.list.filter(({ key }) => hash.includes(key)) ?? []);
  const missing = [
    ...lab.traces
      .filter(({ id }) => importsOf(lab.experiment.workload).includes(id))
      .map(({ name }) => `the imported trace “${name}”`),
    ...(own && !own.ok ? [`the imported pipeline “${lab.pipeline.name}”`] : []),
    ...code.left.map(({ name }) => `your policy “${name}”`),
    ...(lab.a === AGENT || lab.b === AGENT ? ['the trained agent'] : []),
    ...(lab.predict.used && lab.experiment.forecaster === LSTM ? ['the trained predictor'] : []),
  ];
  const along = own?.ok === true ? [`It takes the pipeline “${lab.pipeline.name}” along.`] : [];
  if (code.taken.length > 0)
    along.push(`It takes ${joined(code.taken.map(({ name }) => `your policy “${name}”`))} along.`);
  const stays = missing.length === 0 ? [] : [staying(missing)];
  const long = [...(own?.ok === false ? [`${own.message}.`] : []), ...code.long];
  return {
    hash: `${hash}${own?.ok === true ? `&${CARRIED}=${own.value}` : ''}${code.text === '' ? '' : `&${CODE}=${code.text}`}`,
    words: [...along, ...stays, ...long, ...(lab.assignment === undefined ? [] : [ASSIGNED])].join(' '),
  };
}

const ASSIGNED =
  'It opens the assignment in this browser alone; others open it by the link or the file that it was given out by.';

/** Copies the link with that hash and says what it cannot carry. */
export async function share(lab: Shared, hash: string): Promise<void> {
  const link = await leaving(lab, hash);
  const but = link.words === '' ? '' : ` ${link.words}`;
  const url = `${location.href.split('#')[0] ?? ''}${link.hash}`;
  try {
    await navigator.clipboard.writeText(url);
    lab.notice = `Link copied.${but}`;
  } catch {
    history.replaceState(history.state, '', url);
    lab.notice = `The link is in the address bar.${but}`;
  }
}

/** "The trained agent stays with you: ...", and how it goes along all the same. */
function staying(parts: readonly string[]): string {
  const [stay, it] = parts.length === 1 ? ['stays', 'it'] : ['stay', 'them'];
  return `${capital(joined(parts))} ${stay} with you: a link holds settings, not data. To take ${it} along, save “Export everything” in the Train view, and import that file where the link is opened.`;
}
