/** What the chart of a stage's variants says: who never pays and why, and who cannot carry the load in force. */
import { secondsWords } from './figures.ts';
import type { Need, NeverPays, Room } from './needed.ts';
import { coreWords, joined, plural, short } from '../../format.ts';
import type { Stage } from '../../../model/pipeline.ts';

/** More variants than so many are counted instead of named. */
const NAMED = 4;

/** Of one that never pays, a clause behind its name: "never pays: medium is as accurate and needs fewer cores at every load". */
export function neverWords({ variants }: Stage, never: NeverPays, room: Room): string {
  if (never.why === 'slow')
    return `never pays: a single request takes ${secondsWords(never.seconds)}, and the other stages leave ${
      room.seconds > 0 ? secondsWords(room.seconds) : 'nothing'
    } of the latency objective`;
  if (never.why === 'large')
    return `never pays: one replica needs more than the ${coreWords(Math.max(0, room.cores))} that the other stages leave`;
  const cores = {
    always: 'needs fewer cores at every load',
    sometimes: 'needs no more cores at any load and fewer at some',
    never: 'needs no more cores at any load',
  }[never.fewer];
  return `never pays: ${variants[never.by]!.name} is ${never.moreAccurate ? 'more' : 'as'} accurate and ${cores}`;
}

/** Sentences about all that never pay. */
export function allNeverWords(stage: Stage, never: readonly (NeverPays | undefined)[], room: Room): string {
  const found = never.flatMap((one, z) => (one ? [{ name: stage.variants[z]!.name, one }] : []));
  if (found.length === 0) return 'Each variant can pay at some load.';
  const told = found.slice(0, NAMED).map(({ name, one }) => `${name} ${neverWords(stage, one, room)}.`);
  const more = found.length - told.length;
  return [
    ...told,
    ...(more > 0
      ? [`${plural(more, 'other')} never ${more === 1 ? 'pays' : 'pay'} either; the table says why.`]
      : []),
  ].join(' ');
}

/** Of those that may pay, who cannot carry the load; '' where all can. */
export function cannotWords(
  { variants }: Stage,
  needs: readonly (Need | undefined)[],
  never: readonly (NeverPays | undefined)[],
  load: number,
): string {
  const unable = variants.flatMap(({ name }, z) => {
    const need = needs[z];
    return need && !need.fits && !never[z] ? [`${name} (${plural(need.replicas, 'replica')})`] : [];
  });
  if (unable.length === 0) return '';
  const named = unable.length > NAMED ? plural(unable.length, 'variant') : joined(unable);
  return ` Within the limits ${named} cannot carry ${short(load)} requests a second.`;
}
