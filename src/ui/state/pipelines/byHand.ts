/** What becomes of a variant's provenance when somebody types one of its figures. */
import { BY_HAND, type DraftProvenance } from './texts.ts';
import { joined } from '../../format.ts';
import { FIGURE_NAMES } from '../../../model/assumed.ts';
import { ASSUMABLE, type AssumedFigure } from '../../../model/pipeline.ts';

/** Those that every variant has. */
const NEEDED = ASSUMABLE.filter((figure) => figure !== 'memoryMb');
const END = ` ${BY_HAND}`;

/** Which figures a source says were typed, and what else it says. */
function partsOf(source: string): { readonly rest: string; readonly typed: readonly AssumedFigure[] } {
  if (source === BY_HAND) return { rest: '', typed: NEEDED };
  const at = source.lastIndexOf('; ');
  const tail = source.slice(at + 2);
  const rest = at < 0 ? '' : source.slice(0, at);
  if (!tail.endsWith(END)) return { rest: source, typed: [] };
  const named = tail.slice(0, -END.length).split(/, | and /);
  const typed = ASSUMABLE.filter((figure) => named.includes(FIGURE_NAMES[figure]));
  return typed.length === named.length ? { rest, typed } : { rest: source, typed: [] };
}

/** The provenance once `figure` was typed: it says so of that figure, which is assumed no longer. */
export function enteredByHand(provenance: DraftProvenance, figure: AssumedFigure): DraftProvenance {
  const { rest, typed: before } = partsOf(provenance.source.trim());
  const typed = ASSUMABLE.filter((one) => one === figure || before.includes(one));
  const all = NEEDED.every((one) => typed.includes(one));
  const words = `${joined(typed.map((one) => FIGURE_NAMES[one]))}${END}`;
  const source = all ? BY_HAND : rest === '' ? words : `${rest}; ${words}`;
  const assumed = provenance.assumed.filter((one) => one !== figure);
  // Said of what stood there before: once it is typed, so is the rest.
  const first = !before.includes(figure);
  const timed = first && figure === 'latency' ? { quantile: '', samples: '' } : {};
  return { ...provenance, ...timed, ...(first && all && { hardware: '', date: '' }), source, assumed };
}
